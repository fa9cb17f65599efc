module completions {

  def "nu-complete pps graph" [] {
    [ "dot" ]
  }

  def "nu-complete pps format" [] {
    [ "table" "json" "jsonl" "csv" "report" "markdown" "dot" "pids" "prometheus" ]
  }

  def "nu-complete pps color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete pps unit" [] {
    [ "B" "KiB" "MiB" "GiB" "TiB" "PiB" "KB" "MB" "GB" "TB" "PB" ]
  }

  def "nu-complete pps words" [] {
    [ "processes" "threads" "tree" "maps" "smaps" "numa" "env" "auxv" "limits" "mounts" "mountstats" "idmaps" "attr" "sched" "stack" "syscall" "signals" "timers" "smp-cpu" "cgroups" "namespaces" "pagemap" "memdump" "show" ]
  }

  def "nu-complete pps fields" [] {
    [ "pid" "tid" "ppid" "pgid" "sid" "tpgid" "user" "uid" "ruser" "ruid" "group" "gid" "tty" "state" "start_ticks" "comm" "command" "exe" "cgroup" "unit" "slice" "container" "runtime" "pod" "kernel_thread" "ns_mnt" "ns_net" "ns_pid" "suid" "suser" "fsuid" "fsuser" "rgid" "rgroup" "sgid" "sgroup" "fsgid" "fsgroup" "groups" "group_names" "login_uid" "login" "audit_session" "argv" "argc" "exe_deleted" "cwd" "root" "umask" "threads" "fds" "children" "personality" "personality_names" "stat" "flags" "task_flags" "wchan" "tracer" "exit_signal" "exit_code" "core_dumping" "coredump_filter" "patch_state" "started" "elapsed" "cpu_percent" "cpu_percent_children" "cpu_time" "user_time" "system_time" "children_user_time" "children_system_time" "guest_time" "children_guest_time" "run_time" "run_delay" "timeslices" "blkio_delay" "nice" "priority" "pri" "pri_api" "pri_bar" "pri_baz" "pri_foo" "opri" "rt_priority" "class" "sched" "cpu" "running_cpu" "numa_node" "numa_group" "cpus_allowed" "cpus_allowed_list" "mems_allowed_list" "autogroup" "autogroup_nice" "timer_slack" "voluntary_switches" "involuntary_switches" "vsz" "rss" "memory_percent" "size" "trs" "drs" "shared" "rss_limit" "pss" "pss_anon" "pss_file" "pss_shmem" "pss_dirty" "uss" "shared_clean" "shared_dirty" "private_clean" "private_dirty" "dirty" "referenced" "anonymous" "ksm" "lazy_free" "anon_huge_pages" "shmem_huge_pages" "file_huge_pages" "locked" "swap" "swap_pss" "vm_peak" "rss_peak" "rss_anon" "rss_file" "rss_shmem" "vm_data" "vm_stack" "vm_exe" "vm_lib" "vm_pte" "vm_locked" "vm_pinned" "hugetlb" "hugetlb_private" "hugetlb_shared" "minor_faults" "major_faults" "children_minor_faults" "children_major_faults" "thp_enabled" "untag_mask" "ksm_merging_pages" "ksm_zero_pages" "ksm_rmap_items" "ksm_profit" "ksm_merge_any" "ksm_mergeable" "oom_score" "oom_score_adj" "oom_adj" "code_start" "code_end" "data_start" "data_end" "heap_start" "stack_start" "arg_start" "arg_end" "env_start" "env_end" "esp" "eip" "read_chars" "write_chars" "read_calls" "write_calls" "read_bytes" "write_bytes" "cancelled_write_bytes" "open_files_limit" "fds_percent" "processes_limit" "stack_limit" "locked_memory_limit" "core_limit" "signals_blocked" "signals_blocked_names" "signals_ignored" "signals_ignored_names" "signals_caught" "signals_caught_names" "signals_pending" "signals_pending_names" "signals_pending_thread" "signals_pending_thread_names" "signals_queued" "signals_limit" "no_new_privs" "seccomp" "seccomp_filters" "cap_effective" "cap_permitted" "cap_permitted_mask" "cap_inheritable" "cap_bounding" "cap_ambient" "label" "speculation_store_bypass" "speculation_indirect_branch" "ns_cgroup" "ns_ipc" "ns_pid_children" "ns_time" "ns_time_children" "monotonic_offset" "boottime_offset" "ns_user" "ns_uts" "ns_pids" "ns_pid_inner" "cgroup_name" "cgroups" "cpuset" "user_unit" "scope" "machine" "login_session" "owner_uid" "seat" "avx512_elapsed" "thread_features" "thread_features_locked" "depth" "ancestors" "descendants" "tree_processes" "tree_threads" "tree_rss" "tree_cpu_time" "cpu_now" "fault_rate" "read_rate" "write_rate" "switch_rate" "environ" "host" "boot_id" "collected_at" "start" "end" "permissions" "offset" "device" "inode" "kind" "path" "target" "shmem_pmd_mapped" "file_pmd_mapped" "shared_hugetlb" "private_hugetlb" "page_size" "mmu_page_size" "thp_eligible" "protection_key" "vm_flags" "policy" "resident" "nodes" "mapped" "mapmax" "swapcache" "active" "writeback" "huge" "file" "name" "value" "key" "number" "meaning" "title" "soft" "hard" "units" "used" "used_percent" "id" "parent" "fs_root" "options" "propagation" "master" "propagate_from" "fs_type" "source" "super_options" "version" "text" "map" "inside" "outside" "count" "setgroups" "index" "function" "module" "address" "activity" "arguments" "stack_pointer" "program_counter" "pending" "pending_thread" "blocked" "ignored" "caught" "signal" "signal_name" "notify" "target_kind" "clock" "clock_name" "clock_target" "hierarchy" "controllers" "memory_current" "memory_max" "cpu_max" "pids_current" "pids_max" "io_max" "type" "members" "pids" "present" "swapped" "file_pages" "exclusive" "soft_dirty" "write_protected" "guard" "hex" "base64" "mapping" ]
  }

  def "nu-complete pps sort" [] {
    [ "pid" "tid" "ppid" "pgid" "sid" "tpgid" "user" "uid" "ruser" "ruid" "group" "gid" "tty" "state" "start_ticks" "comm" "command" "exe" "cgroup" "unit" "slice" "container" "runtime" "pod" "kernel_thread" "ns_mnt" "ns_net" "ns_pid" "suid" "suser" "fsuid" "fsuser" "rgid" "rgroup" "sgid" "sgroup" "fsgid" "fsgroup" "groups" "group_names" "login_uid" "login" "audit_session" "argv" "argc" "exe_deleted" "cwd" "root" "umask" "threads" "fds" "children" "personality" "personality_names" "stat" "flags" "task_flags" "wchan" "tracer" "exit_signal" "exit_code" "core_dumping" "coredump_filter" "patch_state" "started" "elapsed" "cpu_percent" "cpu_percent_children" "cpu_time" "user_time" "system_time" "children_user_time" "children_system_time" "guest_time" "children_guest_time" "run_time" "run_delay" "timeslices" "blkio_delay" "nice" "priority" "pri" "pri_api" "pri_bar" "pri_baz" "pri_foo" "opri" "rt_priority" "class" "sched" "cpu" "running_cpu" "numa_node" "numa_group" "cpus_allowed" "cpus_allowed_list" "mems_allowed_list" "autogroup" "autogroup_nice" "timer_slack" "voluntary_switches" "involuntary_switches" "vsz" "rss" "memory_percent" "size" "trs" "drs" "shared" "rss_limit" "pss" "pss_anon" "pss_file" "pss_shmem" "pss_dirty" "uss" "shared_clean" "shared_dirty" "private_clean" "private_dirty" "dirty" "referenced" "anonymous" "ksm" "lazy_free" "anon_huge_pages" "shmem_huge_pages" "file_huge_pages" "locked" "swap" "swap_pss" "vm_peak" "rss_peak" "rss_anon" "rss_file" "rss_shmem" "vm_data" "vm_stack" "vm_exe" "vm_lib" "vm_pte" "vm_locked" "vm_pinned" "hugetlb" "hugetlb_private" "hugetlb_shared" "minor_faults" "major_faults" "children_minor_faults" "children_major_faults" "thp_enabled" "untag_mask" "ksm_merging_pages" "ksm_zero_pages" "ksm_rmap_items" "ksm_profit" "ksm_merge_any" "ksm_mergeable" "oom_score" "oom_score_adj" "oom_adj" "code_start" "code_end" "data_start" "data_end" "heap_start" "stack_start" "arg_start" "arg_end" "env_start" "env_end" "esp" "eip" "read_chars" "write_chars" "read_calls" "write_calls" "read_bytes" "write_bytes" "cancelled_write_bytes" "open_files_limit" "fds_percent" "processes_limit" "stack_limit" "locked_memory_limit" "core_limit" "signals_blocked" "signals_blocked_names" "signals_ignored" "signals_ignored_names" "signals_caught" "signals_caught_names" "signals_pending" "signals_pending_names" "signals_pending_thread" "signals_pending_thread_names" "signals_queued" "signals_limit" "no_new_privs" "seccomp" "seccomp_filters" "cap_effective" "cap_permitted" "cap_permitted_mask" "cap_inheritable" "cap_bounding" "cap_ambient" "label" "speculation_store_bypass" "speculation_indirect_branch" "ns_cgroup" "ns_ipc" "ns_pid_children" "ns_time" "ns_time_children" "monotonic_offset" "boottime_offset" "ns_user" "ns_uts" "ns_pids" "ns_pid_inner" "cgroup_name" "cgroups" "cpuset" "user_unit" "scope" "machine" "login_session" "owner_uid" "seat" "avx512_elapsed" "thread_features" "thread_features_locked" "depth" "ancestors" "descendants" "tree_processes" "tree_threads" "tree_rss" "tree_cpu_time" "cpu_now" "fault_rate" "read_rate" "write_rate" "switch_rate" "environ" "host" "boot_id" "collected_at" "start" "end" "permissions" "offset" "device" "inode" "kind" "path" "target" "shmem_pmd_mapped" "file_pmd_mapped" "shared_hugetlb" "private_hugetlb" "page_size" "mmu_page_size" "thp_eligible" "protection_key" "vm_flags" "policy" "resident" "nodes" "mapped" "mapmax" "swapcache" "active" "writeback" "huge" "file" "name" "value" "key" "number" "meaning" "title" "soft" "hard" "units" "used" "used_percent" "id" "parent" "fs_root" "options" "propagation" "master" "propagate_from" "fs_type" "source" "super_options" "version" "text" "map" "inside" "outside" "count" "setgroups" "index" "function" "module" "address" "activity" "arguments" "stack_pointer" "program_counter" "pending" "pending_thread" "blocked" "ignored" "caught" "signal" "signal_name" "notify" "target_kind" "clock" "clock_name" "clock_target" "hierarchy" "controllers" "memory_current" "memory_max" "cpu_max" "pids_current" "pids_max" "io_max" "type" "members" "pids" "present" "swapped" "file_pages" "exclusive" "soft_dirty" "write_protected" "guard" "hex" "base64" "mapping" ]
  }

  # Shows processes.
  export extern pps [
    --every(-e)               # Every process, as always
    --all-processes(-A)       # Every process, as always
    --with-tty-no-leaders(-a) # Processes with a terminal that lead no session
    --no-leaders(-d)          # Processes that lead no session
    --with-tty                # Processes with a terminal, as ps a
    --without-tty(-x)         # Those without a terminal too, as always
    --pid(-p): string         # Processes with these numbers
    --quick-pid(-q): string   # The same
    --ppid: string            # Children of these processes
    --children: string        # All below these processes, at any depth
    --ancestors: string       # All above these processes: parent, its parent and so on
    --pgid: string            # Processes of these groups
    --sid(-s): string         # Processes of these sessions
    --comm(-C): string        # Processes with these names
    --user(-u): string        # Processes of these effective users
    --euid: string            # The same
    --ruser(-U): string       # Processes of these real users
    --User: string            # The same
    --group: string           # Processes of these effective groups
    --rgroup(-G): string      # Processes of these real groups
    --Group: string           # The same
    --sid-or-group(-g): string # Processes of these sessions, or effective groups by name
    --tty(-t): string         # Processes of these terminals: pts/0, tty1 (1 is either), - for none
    --cgroup: string          # Processes of this control group and those below it
    --env: string             # Processes with this variable in their environment
    --ns: string              # Processes in the same namespaces as this one
    --nslist: string          # Only these namespaces count for --ns: mnt, net, pid, ipc, uts, user, cgroup, time
    --running                 # Processes that run or wait for a disk, as ps r
    --kernel                  # Threads of the kernel
    --no-kernel               # All but the threads of the kernel
    --newest                  # The one that started last of what is selected
    --oldest                  # The one that started first of what is selected
    --deselect(-N)            # All but what any option here or word selects
    --threads                 # Threads, one row each
    --with-threads(-m)        # The same
    --lwp(-L)                 # Threads, with the columns of ps -L
    --spid(-T)                # Threads, with the columns of ps -T
    --tree                    # Processes below their parents
    --hierarchy(-H)           # The same
    --forest                  # The same
    --full(-f)                # The columns of ps -f
    --extra-full(-F)          # The columns of ps -F
    --long(-l)                # The columns of ps -l
    --no-flags(-y)            # With -l, memory instead of flags and address
    --jobs                    # The columns of ps -j (-j inside a cluster such as -ejH)
    --class(-c)               # The class of scheduling, as ps -c
    --processor(-P)           # The processor too, as ps -P
    --context(-M)             # The security label too, as ps -M
    --label(-Z)               # The same
    --around(-O): string      # Fields, with the columns of ps -O around them
    --bsd                     # The columns of ps ax
    --user-format             # The columns of ps u
    --bsd-long                # The columns of ps l
    --bsd-jobs                # The columns of ps j
    --signals                 # The columns of ps s
    --virtual-memory          # The columns of ps v
    --registers               # The columns of ps X
    --true-name               # With those, the name instead of the arguments
    --unlimited(-w)           # The same as --wide
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
    --graph: string@"nu-complete pps graph" # A picture of who talks to whom, for Graphviz
    --pids                    # Numbers of processes alone, each once
    --format: string@"nu-complete pps format" # The same by name, or metrics (prometheus)
    --no-headers              # No headings
    --noheadings              # No headings
    --bytes                   # Exact numbers and moments
    --wide                    # Do not cut lines to the terminal
    --color: string@"nu-complete pps color" # Colour
    --proc: path              # Read a captured tree, or another machine's /proc
    --deadline: string        # How long one blocked file may hold a row (default 1)
    --interval: string        # Time over which rates are measured (default 0.5)
    --strict                  # Exit with 3 if anything could not be read
    --quiet                   # Say nothing of what could not be read
    --list-views              # The views of this tool
    --list-fields             # The fields of the view
    --schema                  # The JSON Schema of the view's rows
    --watch: string           # Repeat
    --rounds: string          # Repeat so many times, with --watch
    --scroll                  # Each round below the one before, on a terminal too, with --watch
    --since: path             # Show how counters grew since an earlier --report
    --unit: string@"nu-complete pps unit" # Amounts of memory in one unit, as KiB
    --si                      # Units of a thousand, not of 1024
    --baseline: path          # Show what differs from an earlier --report of the same command
    --expect: string          # Fail unless so many rows match: none, some, N or N..M
    --help(-h)                # Print this help
    --version(-V)             # Print the version
    --fields(-o): string@"nu-complete pps fields" # Fields to show; +LIST adds, `all`, name=Title, name= for none
    --sort: string@"nu-complete pps sort" # Order; -name is descending
    ...words: string@"nu-complete pps words" # A view, and what to select from it
  ]

}

export use completions *
