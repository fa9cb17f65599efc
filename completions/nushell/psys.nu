module completions {

  def "nu-complete psys format" [] {
    [ "table" "json" "jsonl" "csv" "report" "markdown" "pids" ]
  }

  def "nu-complete psys color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete psys words" [] {
    [ "summary" "swaps" ]
  }

  def "nu-complete psys fields" [] {
    [ "kernel" "version" "tainted" "booted" "uptime" "cpus" "load1" "load5" "load15" "cpu_user" "cpu_system" "cpu_iowait" "cpu_steal" "cpu_idle" "context_switches" "forks" "running" "sleeping" "waiting" "idle_threads" "stopped" "zombies" "processes" "tasks" "memory_total" "memory_used" "memory_available" "memory_free" "memory_cached" "memory_shared" "memory_dirty" "swap_total" "swap_used" "pressure_cpu" "pressure_memory" "pressure_memory_full" "pressure_io" "pressure_io_full" "files_open" "files_max" "host" "boot_id" "collected_at" "context_switches_rate" "context_switches_delta" "name" "type" "size" "used" "used_share" "priority" ]
  }

  def "nu-complete psys sort" [] {
    [ "kernel" "version" "tainted" "booted" "uptime" "cpus" "load1" "load5" "load15" "cpu_user" "cpu_system" "cpu_iowait" "cpu_steal" "cpu_idle" "context_switches" "forks" "running" "sleeping" "waiting" "idle_threads" "stopped" "zombies" "processes" "tasks" "memory_total" "memory_used" "memory_available" "memory_free" "memory_cached" "memory_shared" "memory_dirty" "swap_total" "swap_used" "pressure_cpu" "pressure_memory" "pressure_memory_full" "pressure_io" "pressure_io_full" "files_open" "files_max" "host" "boot_id" "collected_at" "context_switches_rate" "context_switches_delta" "name" "type" "size" "used" "used_share" "priority" ]
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
    --pids                    # Numbers of processes alone, each once
    --format: string@"nu-complete psys format" # The same by name
    --no-headers              # No headings
    --noheadings              # No headings
    --bytes                   # Exact numbers and moments
    --wide                    # Do not cut lines to the terminal
    --color: string@"nu-complete psys color" # Colour
    --watch: string           # Repeat
    --rounds: string          # Repeat so many times, with --watch
    --since: path             # Show how counters grew since an earlier --report
    --proc: path              # Read a captured tree, or another machine's /proc
    --deadline: string        # How long one blocked file may hold a row (default 1)
    --interval: string        # Time over which rates are measured (default 0.5)
    --strict                  # Exit with 3 if anything could not be read
    --quiet(-q)               # Say nothing of what could not be read
    --list-views              # The views of this tool
    --list-fields             # The fields of the view
    --schema                  # The JSON Schema of the view's rows
    --baseline: path          # Show what differs from an earlier --report of the same command
    --expect: string          # Fail unless so many rows match: none, some, N or N..M
    --help(-h)                # Print this help
    --version(-V)             # Print the version
    --fields(-o): string@"nu-complete psys fields" # Fields to show; +LIST adds, `all`, name=Title, name= for none
    --sort: string@"nu-complete psys sort" # Order; -name is descending
    ...words: string@"nu-complete psys words" # A view, and what to select from it
  ]

}

export use completions *
