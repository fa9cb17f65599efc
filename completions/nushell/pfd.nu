module completions {

  def "nu-complete pfd graph" [] {
    [ "dot" ]
  }

  def "nu-complete pfd format" [] {
    [ "table" "json" "jsonl" "csv" "report" "markdown" "dot" ]
  }

  def "nu-complete pfd color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete pfd words" [] {
    [ "files" "locks" "peers" ]
  }

  def "nu-complete pfd fields" [] {
    [ "command" "pid" "user" "uid" "assoc" "fd" "mode" "type" "device" "size" "links" "offset" "inode" "mnt_id" "mountpoint" "fs_type" "source" "name" "deleted" "flags" "locked" "locks" "peers" "peer_names" "host" "boot_id" "collected_at" "state" "mandatory" "start" "end" "to_eof" "range" "id" "waiting" "blocker" "blocker_process" "blocked_by" "blocks" "waiters" "number" "waits_for" "taker" "holder_pid" "holder_fd" "holder_process" "path" "process" "relation" "direction" "peer_pid" "peer_process" "peer_fd" "program" "peer_program" "peer_inode" ]
  }

  def "nu-complete pfd sort" [] {
    [ "command" "pid" "user" "uid" "assoc" "fd" "mode" "type" "device" "size" "links" "offset" "inode" "mnt_id" "mountpoint" "fs_type" "source" "name" "deleted" "flags" "locked" "locks" "peers" "peer_names" "host" "boot_id" "collected_at" "state" "mandatory" "start" "end" "to_eof" "range" "id" "waiting" "blocker" "blocker_process" "blocked_by" "blocks" "waiters" "number" "waits_for" "taker" "holder_pid" "holder_fd" "holder_process" "path" "process" "relation" "direction" "peer_pid" "peer_process" "peer_fd" "program" "peer_program" "peer_inode" ]
  }

  # Shows open files, touching none of them.
  export extern pfd [
    --pid(-p): string         # Files of these processes
    --user(-u): string        # Files of processes of these users
    --command(-c): string     # Files of processes with these names
    --assoc(-d): string       # Only these: cwd, root, exe, mem or numbers
    --deleted                 # Files that have lost their last name
    --locked                  # Descriptors through which a lock is held
    --numeric(-n)             # Numbers instead of names, as always
    --numeric-ports(-P)       # Numbers of ports, as always
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
    --graph: string@"nu-complete pfd graph" # A picture of who talks to whom, for Graphviz
    --format: string@"nu-complete pfd format" # The same by name
    --no-headers              # No headings
    --noheadings              # No headings
    --bytes                   # Exact numbers and moments
    --wide                    # Do not cut lines to the terminal
    --color: string@"nu-complete pfd color" # Colour
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
    --fields(-o): string@"nu-complete pfd fields" # Fields to show; +LIST adds, `all`, name=Title, name= for none
    --sort: string@"nu-complete pfd sort" # Order; -name is descending
    ...words: string@"nu-complete pfd words" # A view, and what to select from it
  ]

}

export use completions *
