_pfd() {
    local i cur prev opts cmd
    COMPREPLY=()
    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
        cur="$2"
    else
        cur="${COMP_WORDS[COMP_CWORD]}"
    fi
    prev="$3"
    cmd=""
    opts=""

    for i in "${COMP_WORDS[@]:0:COMP_CWORD}"
    do
        case "${cmd},${i}" in
            ",$1")
                cmd="pfd"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        pfd)
            opts="-p -u -c -g -d -m -N -i -4 -6 -U -X -s -t -R -l -E -K -H -w -f -r -a -b -O -e -n -P -L -M -S -T -x -I -v -Q -J -j -q -h -V -o --pid --user --command --pgid --assoc --type --deleted --links-below --under --in --file-system --mount-point --nfs --inet --internet --ipv4 --ipv6 --unix --no-inet --state --summary --by --terse --parent --user-numbers --endpoints --offset --threads --namespaces --stat --list-columns --notruncate --no-warnings --plain --repeat --and --no-block --no-overhead --exempt --numeric --numeric-ports --no-links --ismountpoint --timeout --no-tcp-info --cross --inode --verbose --size --interactive --locked --where --match --regex --exact --self --ignore-case --limit --json --jsonl --csv --report --markdown --graph --pids --format --noheadings --no-headers --bytes --wide --color --proc --deadline --interval --strict --quiet --list-views --list-fields --schema --watch --rounds --scroll --since --unit --si --baseline --expect --help --version --fields --sort files locks peers usage totals"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --pid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -p)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -u)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --command)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -c)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --pgid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -g)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --assoc)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -d)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --type)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --links-below)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --under)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --in)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --file-system)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -m)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --mount-point)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --inet)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -i)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --state)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -s)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --by)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --exempt)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -e)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --where)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -Q)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --match)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --limit)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --graph)
                    COMPREPLY=($(compgen -W "dot" -- "${cur}"))
                    return 0
                    ;;
                --format)
                    COMPREPLY=($(compgen -W "table json jsonl csv report markdown dot pids prometheus" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --proc)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --deadline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --interval)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --watch)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --rounds)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --since)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --unit)
                    COMPREPLY=($(compgen -W "B KiB MiB GiB TiB PiB KB MB GB TB PB" -- "${cur}"))
                    return 0
                    ;;
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --expect)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --fields)
                    COMPREPLY=($(compgen -W "command pid tid ppid pgid user uid kernel_thread assoc fd mode type kind device stat_device size allocated links owner owner_uid map_size offset inode mnt_id mountpoint fs_type source partition name kname deleted flags ns_type descriptors info rdev driver tty_index tty_peer tun_interface fuse_connection vfio_device kvm_vcpu protocol family socket_type state endpoints local local_port peer peer_port unix_path recv_q send_q ip_protocol netlink_groups peer_inode shutdown socket_pointer netns scm_fds eventfd_id eventfd_count eventfd_semaphore epoll_fds epoll_names epoll_events epoll_data epoll_inodes epoll_devices epoll_offsets polled_by watch_objects watch_inodes watch_devices watch_paths watch_mounts watch_events watch_ignored watch_descriptors watch_flags watch_handles fanotify_flags fanotify_event_flags signalfd_signals timerfd_clock timerfd_remaining timerfd_interval timerfd_ticks timerfd_flags pidfd_pid pidfd_command pidfd_gone pidfd_nspid memfd_name shm_key uring_sq_entries uring_sq_head uring_sq_tail uring_sq_cached_head uring_sq_ready uring_cq_entries uring_cq_head uring_cq_tail uring_cq_cached_tail uring_cq_ready uring_thread uring_thread_cpu uring_thread_time uring_thread_work uring_files uring_file_names uring_buffers uring_polled uring_overflowed uring_napi uffd_pending uffd_total uffd_api uffd_features uffd_operations perf_type perf_pmu perf_config bpf_id bpf_name bpf_map_type bpf_key_size bpf_value_size bpf_max_entries bpf_map_flags bpf_map_extra bpf_memory bpf_frozen bpf_owner_type bpf_owner_jited bpf_prog_type bpf_prog_id bpf_tag bpf_jited bpf_run_time bpf_run_count bpf_recursion_misses bpf_verified bpf_link_type bpf_attach_type bpf_target_object bpf_target_btf bpf_target_name bpf_tracepoint bpf_interface bpf_cgroup bpf_netns bpf_cookie bpf_probes bpf_missed bpf_target_pid bpf_target_path dmabuf_size dmabuf_references dmabuf_exporter dmabuf_name drm_driver drm_device drm_client drm_client_name drm_busy drm_capacity drm_cycles drm_total_cycles drm_frequency drm_total drm_shared drm_resident drm_purgeable drm_active drm_memory locked locks peers peer_names peer_fds host boot_id collected_at mandatory start end to_eof range id waiting blocker blocker_process blocked_by blocks waiters number waits_for taker holder_pid holder_fd holder_process path process relation direction peer_pid peer_process peer_fd program peer_program limit share paths sockets pipes others deleted_size sid tpgid ruser ruid group gid tty start_ticks comm exe cgroup unit slice container runtime pod ns_mnt ns_net ns_pid by files processes" -- "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -W "command pid tid ppid pgid user uid kernel_thread assoc fd mode type kind device stat_device size allocated links owner owner_uid map_size offset inode mnt_id mountpoint fs_type source partition name kname deleted flags ns_type descriptors info rdev driver tty_index tty_peer tun_interface fuse_connection vfio_device kvm_vcpu protocol family socket_type state endpoints local local_port peer peer_port unix_path recv_q send_q ip_protocol netlink_groups peer_inode shutdown socket_pointer netns scm_fds eventfd_id eventfd_count eventfd_semaphore epoll_fds epoll_names epoll_events epoll_data epoll_inodes epoll_devices epoll_offsets polled_by watch_objects watch_inodes watch_devices watch_paths watch_mounts watch_events watch_ignored watch_descriptors watch_flags watch_handles fanotify_flags fanotify_event_flags signalfd_signals timerfd_clock timerfd_remaining timerfd_interval timerfd_ticks timerfd_flags pidfd_pid pidfd_command pidfd_gone pidfd_nspid memfd_name shm_key uring_sq_entries uring_sq_head uring_sq_tail uring_sq_cached_head uring_sq_ready uring_cq_entries uring_cq_head uring_cq_tail uring_cq_cached_tail uring_cq_ready uring_thread uring_thread_cpu uring_thread_time uring_thread_work uring_files uring_file_names uring_buffers uring_polled uring_overflowed uring_napi uffd_pending uffd_total uffd_api uffd_features uffd_operations perf_type perf_pmu perf_config bpf_id bpf_name bpf_map_type bpf_key_size bpf_value_size bpf_max_entries bpf_map_flags bpf_map_extra bpf_memory bpf_frozen bpf_owner_type bpf_owner_jited bpf_prog_type bpf_prog_id bpf_tag bpf_jited bpf_run_time bpf_run_count bpf_recursion_misses bpf_verified bpf_link_type bpf_attach_type bpf_target_object bpf_target_btf bpf_target_name bpf_tracepoint bpf_interface bpf_cgroup bpf_netns bpf_cookie bpf_probes bpf_missed bpf_target_pid bpf_target_path dmabuf_size dmabuf_references dmabuf_exporter dmabuf_name drm_driver drm_device drm_client drm_client_name drm_busy drm_capacity drm_cycles drm_total_cycles drm_frequency drm_total drm_shared drm_resident drm_purgeable drm_active drm_memory locked locks peers peer_names peer_fds host boot_id collected_at mandatory start end to_eof range id waiting blocker blocker_process blocked_by blocks waiters number waits_for taker holder_pid holder_fd holder_process path process relation direction peer_pid peer_process peer_fd program peer_program limit share paths sockets pipes others deleted_size sid tpgid ruser ruid group gid tty start_ticks comm exe cgroup unit slice container runtime pod ns_mnt ns_net ns_pid by files processes" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -W "command pid tid ppid pgid user uid kernel_thread assoc fd mode type kind device stat_device size allocated links owner owner_uid map_size offset inode mnt_id mountpoint fs_type source partition name kname deleted flags ns_type descriptors info rdev driver tty_index tty_peer tun_interface fuse_connection vfio_device kvm_vcpu protocol family socket_type state endpoints local local_port peer peer_port unix_path recv_q send_q ip_protocol netlink_groups peer_inode shutdown socket_pointer netns scm_fds eventfd_id eventfd_count eventfd_semaphore epoll_fds epoll_names epoll_events epoll_data epoll_inodes epoll_devices epoll_offsets polled_by watch_objects watch_inodes watch_devices watch_paths watch_mounts watch_events watch_ignored watch_descriptors watch_flags watch_handles fanotify_flags fanotify_event_flags signalfd_signals timerfd_clock timerfd_remaining timerfd_interval timerfd_ticks timerfd_flags pidfd_pid pidfd_command pidfd_gone pidfd_nspid memfd_name shm_key uring_sq_entries uring_sq_head uring_sq_tail uring_sq_cached_head uring_sq_ready uring_cq_entries uring_cq_head uring_cq_tail uring_cq_cached_tail uring_cq_ready uring_thread uring_thread_cpu uring_thread_time uring_thread_work uring_files uring_file_names uring_buffers uring_polled uring_overflowed uring_napi uffd_pending uffd_total uffd_api uffd_features uffd_operations perf_type perf_pmu perf_config bpf_id bpf_name bpf_map_type bpf_key_size bpf_value_size bpf_max_entries bpf_map_flags bpf_map_extra bpf_memory bpf_frozen bpf_owner_type bpf_owner_jited bpf_prog_type bpf_prog_id bpf_tag bpf_jited bpf_run_time bpf_run_count bpf_recursion_misses bpf_verified bpf_link_type bpf_attach_type bpf_target_object bpf_target_btf bpf_target_name bpf_tracepoint bpf_interface bpf_cgroup bpf_netns bpf_cookie bpf_probes bpf_missed bpf_target_pid bpf_target_path dmabuf_size dmabuf_references dmabuf_exporter dmabuf_name drm_driver drm_device drm_client drm_client_name drm_busy drm_capacity drm_cycles drm_total_cycles drm_frequency drm_total drm_shared drm_resident drm_purgeable drm_active drm_memory locked locks peers peer_names peer_fds host boot_id collected_at mandatory start end to_eof range id waiting blocker blocker_process blocked_by blocks waiters number waits_for taker holder_pid holder_fd holder_process path process relation direction peer_pid peer_process peer_fd program peer_program limit share paths sockets pipes others deleted_size sid tpgid ruser ruid group gid tty start_ticks comm exe cgroup unit slice container runtime pod ns_mnt ns_net ns_pid by files processes" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
    esac
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _pfd -o nosort -o bashdefault -o default pfd
else
    complete -F _pfd -o bashdefault -o default pfd
fi
