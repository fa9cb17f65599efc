module completions {

  def "nu-complete psys format" [] {
    [ "table" "json" "jsonl" "csv" "report" "markdown" ]
  }

  def "nu-complete psys color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete psys words" [] {
    [ "summary" "cpu" "cputime" "memory" "free" "vm" "vmstat" "load" "uptime" "version" "cmdline" "kconfig" "pressure" "interrupts" "softirqs" "schedstat" "timers" "disks" "partitions" "raid" "buddy" "page-types" "zones" "numa" "slabs" "vmalloc" "allocations" "malloc" "swaps" ]
  }

  def "nu-complete psys fields" [] {
    [ "kernel" "version" "tainted" "booted" "uptime" "cpus" "load1" "load5" "load15" "cpu_user" "cpu_system" "cpu_iowait" "cpu_steal" "cpu_idle" "context_switches" "forks" "running" "sleeping" "waiting" "idle_threads" "stopped" "zombies" "processes" "tasks" "memory_total" "memory_used" "memory_available" "memory_free" "memory_cached" "memory_shared" "memory_dirty" "swap_total" "swap_used" "pressure_cpu" "pressure_memory" "pressure_memory_full" "pressure_io" "pressure_io_full" "files_open" "files_max" "host" "boot_id" "collected_at" "cpu" "vendor" "model_name" "family" "model" "stepping" "variant" "microcode" "identification" "socket" "core" "threads_per_socket" "cores_per_socket" "apic" "initial_apic" "hart" "address" "mhz" "mhz_static" "bogomips" "cache" "cache_line" "cache_alignment" "tlb" "flags" "vmx_flags" "bugs" "isa" "mmu" "physical_bits" "virtual_bits" "cpuid_level" "fpu" "power_management" "hardware" "machine_revision" "serial" "labels" "number" "user" "nice" "system" "idle" "iowait" "irq" "softirq" "steal" "guest" "guest_nice" "user_share" "nice_share" "system_share" "iowait_share" "irq_share" "softirq_share" "steal_share" "guest_share" "guest_nice_share" "idle_share" "name" "size" "count" "share" "meaning" "place" "total" "used" "free" "shared" "buffers" "buff_cache" "available" "used_share" "order" "value" "behaviour" "r" "b" "swpd" "buff" "inact" "active" "si" "so" "bi" "bo" "in" "cs" "us" "sy" "id" "wa" "st" "gu" "last_pid" "load_share" "release" "build" "builder" "compiler" "position" "for_init" "how" "section" "resource" "avg10" "avg60" "avg300" "per_cpu" "busiest" "what" "chip" "line" "trigger" "actions" "affinity" "effective_affinity" "node" "recent" "unhandled" "last_unhandled" "run_time" "wait_time" "slices" "schedules" "idles" "yields" "wakeups" "local_wakeups" "domain" "domain_name" "mask" "idle_attempts" "idle_balanced" "idle_failed" "idle_moved" "busy_attempts" "busy_balanced" "busy_failed" "busy_moved" "newly_idle_attempts" "newly_idle_balanced" "newly_idle_failed" "newly_idle_moved" "pushes" "failed_pushes" "pushed" "remote_wakeups" "affine_wakeups" "balanced_wakeups" "clock" "clock_number" "function" "state" "expires" "expires_latest" "slack" "left" "starter" "task" "pid" "device" "major" "minor" "reads" "reads_merged" "read_bytes" "read_time" "writes" "writes_merged" "written_bytes" "write_time" "in_flight" "busy_time" "queue_time" "discards" "discards_merged" "discarded_bytes" "discard_time" "flushes" "flush_time" "read_only" "level" "members" "failed" "spares" "wanted" "working" "health" "format" "chunk" "bitmap" "action" "waits" "progress" "done" "speed" "zone" "largest" "blocks" "type" "at_least" "groups" "managed" "present" "spanned" "min" "low" "high" "promo" "boost" "cma" "protection" "start_page" "unreclaimable" "counters" "node_counters" "page_sets" "numa_hit" "numa_miss" "numa_foreign" "interleave" "local" "other" "objects" "object_size" "slabs" "active_slabs" "objects_per_slab" "pages_per_slab" "limit" "batch" "start" "end" "pages" "physical" "caller" "kinds" "nodes" "calls" "file" "module" "inaccurate" "checked_file" "checked_line" "priority" ]
  }

  def "nu-complete psys sort" [] {
    [ "kernel" "version" "tainted" "booted" "uptime" "cpus" "load1" "load5" "load15" "cpu_user" "cpu_system" "cpu_iowait" "cpu_steal" "cpu_idle" "context_switches" "forks" "running" "sleeping" "waiting" "idle_threads" "stopped" "zombies" "processes" "tasks" "memory_total" "memory_used" "memory_available" "memory_free" "memory_cached" "memory_shared" "memory_dirty" "swap_total" "swap_used" "pressure_cpu" "pressure_memory" "pressure_memory_full" "pressure_io" "pressure_io_full" "files_open" "files_max" "host" "boot_id" "collected_at" "cpu" "vendor" "model_name" "family" "model" "stepping" "variant" "microcode" "identification" "socket" "core" "threads_per_socket" "cores_per_socket" "apic" "initial_apic" "hart" "address" "mhz" "mhz_static" "bogomips" "cache" "cache_line" "cache_alignment" "tlb" "flags" "vmx_flags" "bugs" "isa" "mmu" "physical_bits" "virtual_bits" "cpuid_level" "fpu" "power_management" "hardware" "machine_revision" "serial" "labels" "number" "user" "nice" "system" "idle" "iowait" "irq" "softirq" "steal" "guest" "guest_nice" "user_share" "nice_share" "system_share" "iowait_share" "irq_share" "softirq_share" "steal_share" "guest_share" "guest_nice_share" "idle_share" "name" "size" "count" "share" "meaning" "place" "total" "used" "free" "shared" "buffers" "buff_cache" "available" "used_share" "order" "value" "behaviour" "r" "b" "swpd" "buff" "inact" "active" "si" "so" "bi" "bo" "in" "cs" "us" "sy" "id" "wa" "st" "gu" "last_pid" "load_share" "release" "build" "builder" "compiler" "position" "for_init" "how" "section" "resource" "avg10" "avg60" "avg300" "per_cpu" "busiest" "what" "chip" "line" "trigger" "actions" "affinity" "effective_affinity" "node" "recent" "unhandled" "last_unhandled" "run_time" "wait_time" "slices" "schedules" "idles" "yields" "wakeups" "local_wakeups" "domain" "domain_name" "mask" "idle_attempts" "idle_balanced" "idle_failed" "idle_moved" "busy_attempts" "busy_balanced" "busy_failed" "busy_moved" "newly_idle_attempts" "newly_idle_balanced" "newly_idle_failed" "newly_idle_moved" "pushes" "failed_pushes" "pushed" "remote_wakeups" "affine_wakeups" "balanced_wakeups" "clock" "clock_number" "function" "state" "expires" "expires_latest" "slack" "left" "starter" "task" "pid" "device" "major" "minor" "reads" "reads_merged" "read_bytes" "read_time" "writes" "writes_merged" "written_bytes" "write_time" "in_flight" "busy_time" "queue_time" "discards" "discards_merged" "discarded_bytes" "discard_time" "flushes" "flush_time" "read_only" "level" "members" "failed" "spares" "wanted" "working" "health" "format" "chunk" "bitmap" "action" "waits" "progress" "done" "speed" "zone" "largest" "blocks" "type" "at_least" "groups" "managed" "present" "spanned" "min" "low" "high" "promo" "boost" "cma" "protection" "start_page" "unreclaimable" "counters" "node_counters" "page_sets" "numa_hit" "numa_miss" "numa_foreign" "interleave" "local" "other" "objects" "object_size" "slabs" "active_slabs" "objects_per_slab" "pages_per_slab" "limit" "batch" "start" "end" "pages" "physical" "caller" "kinds" "nodes" "calls" "file" "module" "inaccurate" "checked_file" "checked_line" "priority" ]
  }

  # Shows the machine.
  export extern psys [
    --where(-Q): string       # Rows to keep, as in 'rss > 500M and user == root'
    --match: string           # Rows that a word would select, also where the word is a view's name
    --regex                   # Words are regular expressions
    --exact                   # Words are whole names or commands
    --self                    # This program's own process
    --ignore-case             # Words match in any case
    --limit: string           # The first N rows
    --json(-j)                # One JSON array
    -J                        # One JSON array
    --jsonl                   # One JSON object a line, as rows come
    --csv                     # Comma-separated values
    --report                  # A JSON document for audits, with all that could not be read
    --markdown                # A table in Markdown
    --format: string@"nu-complete psys format" # The same by name
    --no-headers              # No headings
    --noheadings              # No headings
    --bytes                   # Exact numbers and moments
    --wide                    # Do not cut lines to the terminal
    --color: string@"nu-complete psys color" # Colour
    --watch: string           # Repeat
    --proc: path              # Read a captured tree, or another machine's /proc
    --deadline: string        # How long one blocked file may hold a row (default 1)
    --interval: string        # Time over which rates are measured (default 0.5)
    --strict                  # Exit with 3 if anything could not be read
    --quiet(-q)               # Say nothing of what could not be read
    --list-views              # The views of this tool
    --list-fields             # The fields of the view
    --schema                  # The JSON Schema of the view's rows
    --help(-h)                # Print this help
    --version(-V)             # Print the version
    --fields(-o): string@"nu-complete psys fields" # Fields to show; +LIST adds, `all`, name=Title, name= for none
    --sort: string@"nu-complete psys sort" # Order; -name is descending
    ...words: string@"nu-complete psys words" # A view, and what to select from it
  ]

}

export use completions *
