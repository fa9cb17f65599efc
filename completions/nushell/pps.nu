module completions {

  def "nu-complete pps format" [] {
    [ "table" "json" "jsonl" "csv" "report" "markdown" ]
  }

  def "nu-complete pps color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete pps words" [] {
    [ "processes" "threads" "tree" "maps" "smaps" "namespaces" "pagemap" "memdump" "show" ]
  }

  def "nu-complete pps fields" [] {
    [ "pid" "tid" "ppid" "pgid" "sid" "user" "uid" "tty" "state" "start_ticks" "comm" "command" "exe" "cgroup" "unit" "container" "runtime" "kernel_thread" "argv" "cwd" "root" "threads" "fds" "started" "elapsed" "cpu_percent" "cpu_time" "user_time" "system_time" "nice" "priority" "cpu" "voluntary_switches" "involuntary_switches" "vsz" "rss" "memory_percent" "pss" "uss" "swap" "oom_score" "oom_score_adj" "read_chars" "write_chars" "read_calls" "write_calls" "read_bytes" "write_bytes" "cancelled_write_bytes" "no_new_privs" "seccomp" "capabilities" "depth" "ancestors" "descendants" "tree_processes" "tree_threads" "tree_rss" "tree_cpu_time" "cpu_now" "fault_rate" "read_rate" "write_rate" "switch_rate" "host" "boot_id" "collected_at" "start" "end" "size" "permissions" "offset" "device" "inode" "kind" "path" "target" "pss_dirty" "shared_clean" "shared_dirty" "private_clean" "private_dirty" "referenced" "anonymous" "ksm" "lazy_free" "anon_huge_pages" "shmem_pmd_mapped" "file_pmd_mapped" "shared_hugetlb" "private_hugetlb" "swap_pss" "locked" "page_size" "mmu_page_size" "thp_eligible" "protection_key" "vm_flags" "type" "members" "pids" "present" "swapped" "file_pages" "exclusive" "soft_dirty" "write_protected" "guard" "address" "hex" "text" "base64" "mapping" ]
  }

  def "nu-complete pps sort" [] {
    [ "pid" "tid" "ppid" "pgid" "sid" "user" "uid" "tty" "state" "start_ticks" "comm" "command" "exe" "cgroup" "unit" "container" "runtime" "kernel_thread" "argv" "cwd" "root" "threads" "fds" "started" "elapsed" "cpu_percent" "cpu_time" "user_time" "system_time" "nice" "priority" "cpu" "voluntary_switches" "involuntary_switches" "vsz" "rss" "memory_percent" "pss" "uss" "swap" "oom_score" "oom_score_adj" "read_chars" "write_chars" "read_calls" "write_calls" "read_bytes" "write_bytes" "cancelled_write_bytes" "no_new_privs" "seccomp" "capabilities" "depth" "ancestors" "descendants" "tree_processes" "tree_threads" "tree_rss" "tree_cpu_time" "cpu_now" "fault_rate" "read_rate" "write_rate" "switch_rate" "host" "boot_id" "collected_at" "start" "end" "size" "permissions" "offset" "device" "inode" "kind" "path" "target" "pss_dirty" "shared_clean" "shared_dirty" "private_clean" "private_dirty" "referenced" "anonymous" "ksm" "lazy_free" "anon_huge_pages" "shmem_pmd_mapped" "file_pmd_mapped" "shared_hugetlb" "private_hugetlb" "swap_pss" "locked" "page_size" "mmu_page_size" "thp_eligible" "protection_key" "vm_flags" "type" "members" "pids" "present" "swapped" "file_pages" "exclusive" "soft_dirty" "write_protected" "guard" "address" "hex" "text" "base64" "mapping" ]
  }

  # Shows processes.
  export extern pps [
    --every(-e)               # Every process, as always
    --all-processes(-A)       # Every process, as always
    --full(-f)                # The columns of ps -f
    --user-format             # The columns of ps u
    --tree                    # Processes below their parents
    --pid(-p): string         # Processes with these numbers
    --quick-pid(-q): string   # The same
    --user(-u): string        # Processes of these effective users
    --comm(-C): string        # Processes with these names
    --where(-Q): string       # Rows to keep, as in 'rss > 500M and user == root'
    --match: string           # Rows that a word would select, also where the word is a view's name
    --regex                   # Words are regular expressions
    --exact                   # Words are whole names or commands
    --ignore-case             # Words match in any case
    --limit: string           # The first N rows
    --json(-j)                # One JSON array
    -J                        # One JSON array
    --jsonl                   # One JSON object a line, as rows come
    --csv                     # Comma-separated values
    --report                  # A JSON document for audits, with all that could not be read
    --markdown                # A table in Markdown
    --format: string@"nu-complete pps format" # The same by name
    --no-headers              # No headings
    --noheadings              # No headings
    --bytes                   # Exact numbers and moments
    --wide                    # Do not cut lines to the terminal
    --color: string@"nu-complete pps color" # Colour
    --watch: string           # Repeat
    --proc: path              # Read a captured tree, or another machine's /proc
    --deadline: string        # How long one blocked file may hold a row (default 1)
    --interval: string        # Time over which rates are measured (default 0.5)
    --strict                  # Exit with 3 if anything could not be read
    --quiet                   # Say nothing of what could not be read
    --list-views              # The views of this tool
    --list-fields             # The fields of the view
    --schema                  # The JSON Schema of the view's rows
    --help(-h)                # Print this help
    --version(-V)             # Print the version
    --fields(-o): string@"nu-complete pps fields" # Fields to show; +LIST adds, `all`, name=Title, name= for none
    --sort: string@"nu-complete pps sort" # Order; -name is descending
    ...words: string@"nu-complete pps words" # A view, and what to select from it
  ]

}

export use completions *
