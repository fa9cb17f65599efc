module completions {

  def "nu-complete pfd graph" [] {
    [ "dot" ]
  }

  def "nu-complete pfd format" [] {
    [ "table" "json" "jsonl" "csv" "report" "markdown" "dot" "pids" "prometheus" ]
  }

  def "nu-complete pfd color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete pfd unit" [] {
    [ "B" "KiB" "MiB" "GiB" "TiB" "PiB" "KB" "MB" "GB" "TB" "PB" ]
  }

  def "nu-complete pfd words" [] {
    [ "files" "locks" "peers" "usage" "totals" ]
  }

  def "nu-complete pfd fields" [] {
    [ "command" "pid" "tid" "ppid" "pgid" "user" "uid" "kernel_thread" "assoc" "fd" "mode" "type" "kind" "device" "stat_device" "size" "allocated" "links" "owner" "owner_uid" "map_size" "offset" "inode" "mnt_id" "mountpoint" "fs_type" "source" "partition" "name" "kname" "deleted" "flags" "ns_type" "descriptors" "info" "rdev" "driver" "tty_index" "tty_peer" "tun_interface" "fuse_connection" "vfio_device" "kvm_vcpu" "protocol" "family" "socket_type" "state" "endpoints" "local" "local_port" "peer" "peer_port" "unix_path" "recv_q" "send_q" "ip_protocol" "netlink_groups" "peer_inode" "shutdown" "socket_pointer" "netns" "scm_fds" "eventfd_id" "eventfd_count" "eventfd_semaphore" "epoll_fds" "epoll_names" "epoll_events" "epoll_data" "epoll_inodes" "epoll_devices" "epoll_offsets" "polled_by" "watch_objects" "watch_inodes" "watch_devices" "watch_paths" "watch_mounts" "watch_events" "watch_ignored" "watch_descriptors" "watch_flags" "watch_handles" "fanotify_flags" "fanotify_event_flags" "signalfd_signals" "timerfd_clock" "timerfd_remaining" "timerfd_interval" "timerfd_ticks" "timerfd_flags" "pidfd_pid" "pidfd_command" "pidfd_gone" "pidfd_nspid" "memfd_name" "shm_key" "uring_sq_entries" "uring_sq_head" "uring_sq_tail" "uring_sq_cached_head" "uring_sq_ready" "uring_cq_entries" "uring_cq_head" "uring_cq_tail" "uring_cq_cached_tail" "uring_cq_ready" "uring_thread" "uring_thread_cpu" "uring_thread_time" "uring_thread_work" "uring_files" "uring_file_names" "uring_buffers" "uring_polled" "uring_overflowed" "uring_napi" "uffd_pending" "uffd_total" "uffd_api" "uffd_features" "uffd_operations" "perf_type" "perf_pmu" "perf_config" "bpf_id" "bpf_name" "bpf_map_type" "bpf_key_size" "bpf_value_size" "bpf_max_entries" "bpf_map_flags" "bpf_map_extra" "bpf_memory" "bpf_frozen" "bpf_owner_type" "bpf_owner_jited" "bpf_prog_type" "bpf_prog_id" "bpf_tag" "bpf_jited" "bpf_run_time" "bpf_run_count" "bpf_recursion_misses" "bpf_verified" "bpf_link_type" "bpf_attach_type" "bpf_target_object" "bpf_target_btf" "bpf_target_name" "bpf_tracepoint" "bpf_interface" "bpf_cgroup" "bpf_netns" "bpf_cookie" "bpf_probes" "bpf_missed" "bpf_target_pid" "bpf_target_path" "dmabuf_size" "dmabuf_references" "dmabuf_exporter" "dmabuf_name" "drm_driver" "drm_device" "drm_client" "drm_client_name" "drm_busy" "drm_capacity" "drm_cycles" "drm_total_cycles" "drm_frequency" "drm_total" "drm_shared" "drm_resident" "drm_purgeable" "drm_active" "drm_memory" "locked" "locks" "peers" "peer_names" "peer_fds" "host" "boot_id" "collected_at" "mandatory" "start" "end" "to_eof" "range" "id" "waiting" "blocker" "blocker_process" "blocked_by" "blocks" "waiters" "number" "waits_for" "taker" "holder_pid" "holder_fd" "holder_process" "path" "process" "relation" "direction" "peer_pid" "peer_process" "peer_fd" "program" "peer_program" "limit" "share" "paths" "sockets" "pipes" "others" "deleted_size" "sid" "tpgid" "ruser" "ruid" "group" "gid" "tty" "start_ticks" "comm" "exe" "cgroup" "unit" "slice" "container" "runtime" "pod" "ns_mnt" "ns_net" "ns_pid" "by" "files" "processes" ]
  }

  def "nu-complete pfd sort" [] {
    [ "command" "pid" "tid" "ppid" "pgid" "user" "uid" "kernel_thread" "assoc" "fd" "mode" "type" "kind" "device" "stat_device" "size" "allocated" "links" "owner" "owner_uid" "map_size" "offset" "inode" "mnt_id" "mountpoint" "fs_type" "source" "partition" "name" "kname" "deleted" "flags" "ns_type" "descriptors" "info" "rdev" "driver" "tty_index" "tty_peer" "tun_interface" "fuse_connection" "vfio_device" "kvm_vcpu" "protocol" "family" "socket_type" "state" "endpoints" "local" "local_port" "peer" "peer_port" "unix_path" "recv_q" "send_q" "ip_protocol" "netlink_groups" "peer_inode" "shutdown" "socket_pointer" "netns" "scm_fds" "eventfd_id" "eventfd_count" "eventfd_semaphore" "epoll_fds" "epoll_names" "epoll_events" "epoll_data" "epoll_inodes" "epoll_devices" "epoll_offsets" "polled_by" "watch_objects" "watch_inodes" "watch_devices" "watch_paths" "watch_mounts" "watch_events" "watch_ignored" "watch_descriptors" "watch_flags" "watch_handles" "fanotify_flags" "fanotify_event_flags" "signalfd_signals" "timerfd_clock" "timerfd_remaining" "timerfd_interval" "timerfd_ticks" "timerfd_flags" "pidfd_pid" "pidfd_command" "pidfd_gone" "pidfd_nspid" "memfd_name" "shm_key" "uring_sq_entries" "uring_sq_head" "uring_sq_tail" "uring_sq_cached_head" "uring_sq_ready" "uring_cq_entries" "uring_cq_head" "uring_cq_tail" "uring_cq_cached_tail" "uring_cq_ready" "uring_thread" "uring_thread_cpu" "uring_thread_time" "uring_thread_work" "uring_files" "uring_file_names" "uring_buffers" "uring_polled" "uring_overflowed" "uring_napi" "uffd_pending" "uffd_total" "uffd_api" "uffd_features" "uffd_operations" "perf_type" "perf_pmu" "perf_config" "bpf_id" "bpf_name" "bpf_map_type" "bpf_key_size" "bpf_value_size" "bpf_max_entries" "bpf_map_flags" "bpf_map_extra" "bpf_memory" "bpf_frozen" "bpf_owner_type" "bpf_owner_jited" "bpf_prog_type" "bpf_prog_id" "bpf_tag" "bpf_jited" "bpf_run_time" "bpf_run_count" "bpf_recursion_misses" "bpf_verified" "bpf_link_type" "bpf_attach_type" "bpf_target_object" "bpf_target_btf" "bpf_target_name" "bpf_tracepoint" "bpf_interface" "bpf_cgroup" "bpf_netns" "bpf_cookie" "bpf_probes" "bpf_missed" "bpf_target_pid" "bpf_target_path" "dmabuf_size" "dmabuf_references" "dmabuf_exporter" "dmabuf_name" "drm_driver" "drm_device" "drm_client" "drm_client_name" "drm_busy" "drm_capacity" "drm_cycles" "drm_total_cycles" "drm_frequency" "drm_total" "drm_shared" "drm_resident" "drm_purgeable" "drm_active" "drm_memory" "locked" "locks" "peers" "peer_names" "peer_fds" "host" "boot_id" "collected_at" "mandatory" "start" "end" "to_eof" "range" "id" "waiting" "blocker" "blocker_process" "blocked_by" "blocks" "waiters" "number" "waits_for" "taker" "holder_pid" "holder_fd" "holder_process" "path" "process" "relation" "direction" "peer_pid" "peer_process" "peer_fd" "program" "peer_program" "limit" "share" "paths" "sockets" "pipes" "others" "deleted_size" "sid" "tpgid" "ruser" "ruid" "group" "gid" "tty" "start_ticks" "comm" "exe" "cgroup" "unit" "slice" "container" "runtime" "pod" "ns_mnt" "ns_net" "ns_pid" "by" "files" "processes" ]
  }

  # Shows open files, touching none of them.
  export extern pfd [
    --pid(-p): string         # Files of these processes; ^PID leaves out
    --user(-u): string        # Files of processes of these users; ^USER leaves out
    --command(-c): string     # Files of processes whose name begins so, or matches /REGEX/; ^NAME leaves out
    --pgid(-g): string        # Files of these process groups; alone it shows the group
    --assoc(-d): string       # Only these: cwd, rtd, txt, mem, fd, a namespace such as net, numbers such as 1 and 0-2; ^WHAT leaves out
    --type: string            # Files of these types or kinds: REG, DIR, sock, pipe, memfd and so on
    --deleted                 # Files that have lost their last name, with the space that they hold
    --links-below: string     # Files with fewer names than this, as lsof +L1
    --under: string           # Files at or below a directory by name, as lsof +D
    --in: string              # A directory and what lies directly in it by name, as lsof +d
    --file-system(-m): string # Files of the file system that this lies on, as fuser -m
    --mount-point: string     # The same, of a path where something is mounted, as fuser -mM
    --nfs(-N)                 # Files on NFS
    --inet(-i): string        # Internet sockets as in lsof: [4|6][protocol][@address][:ports]; alone all of them
    --internet                # Internet sockets
    --ipv4(-4)                # Sockets of IPv4
    --ipv6(-6)                # Sockets of IPv6
    --unix(-U)                # Local sockets
    --no-inet(-X)             # No sockets of TCP and UDP
    --state(-s): string       # Sockets of a protocol in these states, as TCP:LISTEN or TCP:^CLOSE_WAIT
    --summary                 # How many files are open, as pfd totals
    --by: string              # What totals are of: type, user, mount or process
    --terse(-t)               # Numbers of processes alone, each once, as --pids
    --parent(-R)              # Parents of the processes
    --user-numbers(-l)        # Numbers of users too
    --endpoints(-E)           # What sockets are connected to, and who has the other end
    --offset                  # Offsets of descriptors (-o without names of fields)
    --threads(-K)             # Files of threads too, where they are not those of their process
    --namespaces              # Also the namespaces that processes are in, as lsfd has them
    --stat                    # Sizes and links also on network and FUSE file systems, as far as they are cached
    --list-columns(-H)        # The same as --list-fields
    --notruncate              # The same as --wide
    --no-warnings(-w)         # The same as --quiet
    --plain(-f)               # Words are files and nothing below them, as --exact
    --repeat(-r)              # Repeat every 15 seconds; -r1 every second, as --watch=1
    --and(-a)                 # What is selected in different ways narrows, as always
    --no-block(-b)            # Nothing that is listed is touched, as always
    --no-overhead(-O)         # The same
    --exempt(-e): string      # The same for a file system
    --numeric(-n)             # Addresses as numbers, as always
    --numeric-ports(-P)       # Ports as numbers, as always
    --no-links(-L)            # No count of links, as always
    --ismountpoint(-M)        # With -m, only what something is mounted at
    --timeout(-S)             # Nothing waits longer than --deadline, as always
    --no-tcp-info(-T)         # No states of TCP behind names, as always
    --cross(-x)               # Names below mounts are found too, as always
    --inode(-I)               # Files are told by their inodes too, as always
    --verbose(-v)             # What could not be seen is said, as always
    --size                    # Sizes are shown, as always
    --interactive             # Nothing is done that could be asked about
    --locked                  # Descriptors through which a lock is held
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
    --pids                    # Numbers of processes alone, each once
    --format: string@"nu-complete pfd format" # The same by name, or metrics (prometheus)
    --no-headers              # No headings
    --noheadings              # No headings
    --bytes                   # Exact numbers and moments
    --wide                    # Do not cut lines to the terminal
    --color: string@"nu-complete pfd color" # Colour
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
    --unit: string@"nu-complete pfd unit" # Amounts of memory in one unit, as KiB
    --si                      # Units of a thousand, not of 1024
    --baseline: path          # Show what differs from an earlier --report of the same command
    --expect: string          # Fail unless so many rows match: none, some, N or N..M
    --help(-h)                # Print this help
    --version(-V)             # Print the version
    --fields(-o): string@"nu-complete pfd fields" # Fields to show; +LIST adds, `all`, name=Title, name= for none
    --sort: string@"nu-complete pfd sort" # Order; -name is descending
    ...words: string@"nu-complete pfd words" # A view, and what to select from it
  ]

}

export use completions *
