module completions {

  def "nu-complete parp graph" [] {
    [ "dot" ]
  }

  def "nu-complete parp format" [] {
    [ "table" "json" "jsonl" "csv" "report" "markdown" "dot" "pids" "prometheus" ]
  }

  def "nu-complete parp color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete parp unit" [] {
    [ "B" "KiB" "MiB" "GiB" "TiB" "PiB" "KB" "MB" "GB" "TB" "PB" ]
  }

  def "nu-complete parp severity" [] {
    [ "info" "notice" "warning" "critical" ]
  }

  def "nu-complete parp words" [] {
    [ "neighbours" "audit" "stats" ]
  }

  def "nu-complete parp fields" [] {
    [ "address" "family" "table" "state" "flags" "published" "resolved" "device" "mac" "mac_kind" "vendor" "vendor_source" "hardware_type" "kernel_flags" "protocol" "probes" "refs" "confirmed" "used" "updated" "netns" "netns_table" "netns_name" "netns_pid" "netns_pids" "container" "pod" "unit" "host" "boot_id" "collected_at" "severity" "level" "check" "evidence" "meaning" "addresses" "macs" "scope" "cpu" "entries" "allocs" "destroys" "hash_grows" "lookups" "hits" "res_failed" "rcv_probes_mcast" "rcv_probes_ucast" "periodic_gc_runs" "forced_gc_runs" "unresolved_discards" "table_fulls" "allocs_rate" "allocs_delta" "destroys_rate" "destroys_delta" "hash_grows_rate" "hash_grows_delta" "lookups_rate" "lookups_delta" "hits_rate" "hits_delta" "res_failed_rate" "res_failed_delta" "rcv_probes_mcast_rate" "rcv_probes_mcast_delta" "rcv_probes_ucast_rate" "rcv_probes_ucast_delta" "periodic_gc_runs_rate" "periodic_gc_runs_delta" "forced_gc_runs_rate" "forced_gc_runs_delta" "unresolved_discards_rate" "unresolved_discards_delta" "table_fulls_rate" "table_fulls_delta" ]
  }

  def "nu-complete parp sort" [] {
    [ "address" "family" "table" "state" "flags" "published" "resolved" "device" "mac" "mac_kind" "vendor" "vendor_source" "hardware_type" "kernel_flags" "protocol" "probes" "refs" "confirmed" "used" "updated" "netns" "netns_table" "netns_name" "netns_pid" "netns_pids" "container" "pod" "unit" "host" "boot_id" "collected_at" "severity" "level" "check" "evidence" "meaning" "addresses" "macs" "scope" "cpu" "entries" "allocs" "destroys" "hash_grows" "lookups" "hits" "res_failed" "rcv_probes_mcast" "rcv_probes_ucast" "periodic_gc_runs" "forced_gc_runs" "unresolved_discards" "table_fulls" "allocs_rate" "allocs_delta" "destroys_rate" "destroys_delta" "hash_grows_rate" "hash_grows_delta" "lookups_rate" "lookups_delta" "hits_rate" "hits_delta" "res_failed_rate" "res_failed_delta" "rcv_probes_mcast_rate" "rcv_probes_mcast_delta" "rcv_probes_ucast_rate" "rcv_probes_ucast_delta" "periodic_gc_runs_rate" "periodic_gc_runs_delta" "forced_gc_runs_rate" "forced_gc_runs_delta" "unresolved_discards_rate" "unresolved_discards_delta" "table_fulls_rate" "table_fulls_delta" ]
  }

  # Shows the neighbours on the local networks.
  export extern parp [
    --all-netns               # Of all network namespaces that have a process, not of one's own alone
    --netns: string           # Of these network namespaces: by inode, also of their table, name, or the number of a process in them
    --ipv4(-4)                # IPv4
    --ipv6(-6)                # IPv6
    --protocol(-A): string    # Neighbours of these families: inet, inet6
    --family(-p): string      # The same
    --device(-i): string      # Neighbours on these interfaces
    --hw-type(-H): string     # Neighbours on hardware of these types
    --hw(-t): string          # The same
    --nud: string             # Neighbours in these states
    --numeric(-n)             # Numbers instead of names, as always
    --all(-a)                 # Every neighbour, as always
    --extend(-e)              # Type and flags too
    --verbose(-v)             # Age and use of the entries too
    --use-device(-D)          # For -s of arp, which is refused
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
    --graph: string@"nu-complete parp graph" # A picture of who talks to whom, for Graphviz
    --pids                    # Numbers of processes alone, each once
    --format: string@"nu-complete parp format" # The same by name, or metrics (prometheus)
    --no-headers              # No headings
    --noheadings              # No headings
    --bytes                   # Exact numbers and moments
    --wide                    # Do not cut lines to the terminal
    --color: string@"nu-complete parp color" # Colour
    --proc: path              # Read a captured tree, or another machine's /proc
    --deadline: string        # How long one blocked file may hold a row (default 1)
    --interval: string        # Time over which rates are measured (default 0.5)
    --strict                  # Exit with 3 if anything could not be read
    --quiet(-q)               # Say nothing of what could not be read
    --list-views              # The views of this tool
    --list-fields             # The fields of the view
    --schema                  # The JSON Schema of the view's rows
    --watch: string           # Repeat
    --rounds: string          # Repeat so many times, with --watch
    --scroll                  # Each round below the one before, on a terminal too, with --watch
    --since: path             # Show how counters grew since an earlier --report
    --unit: string@"nu-complete parp unit" # Amounts of memory in one unit, as KiB
    --si                      # Units of a thousand, not of 1024
    --baseline: path          # Show what differs from an earlier --report of the same command
    --expect: string          # Fail unless so many rows match: none, some, N or N..M
    --help(-h)                # Print this help
    --version(-V)             # Print the version
    --severity: string@"nu-complete parp severity" # The mildest finding of an audit that fails
    --fields(-o): string@"nu-complete parp fields" # Fields to show; +LIST adds, `all`, name=Title, name= for none
    --sort: string@"nu-complete parp sort" # Order; -name is descending
    ...words: string@"nu-complete parp words" # A view, and what to select from it
  ]

}

export use completions *
