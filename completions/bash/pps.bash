_pps() {
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
                cmd="pps"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        pps)
            opts="-e -A -a -d -x -p -q -s -C -u -U -G -g -t -N -m -L -T -H -f -F -l -y -c -P -M -Z -O -w -Q -J -j -h -V -o --every --all-processes --with-tty-no-leaders --no-leaders --with-tty --without-tty --pid --quick-pid --ppid --children --ancestors --pgid --sid --comm --user --euid --ruser --User --group --rgroup --Group --sid-or-group --tty --cgroup --env --ns --nslist --running --kernel --no-kernel --newest --oldest --deselect --threads --with-threads --lwp --spid --tree --hierarchy --forest --full --extra-full --long --no-flags --jobs --class --processor --context --label --around --bsd --user-format --bsd-long --bsd-jobs --signals --virtual-memory --registers --true-name --unlimited --where --match --regex --exact --self --ignore-case --limit --json --jsonl --csv --report --markdown --graph --pids --format --noheadings --no-headers --bytes --wide --color --proc --deadline --interval --strict --quiet --list-views --list-fields --schema --watch --rounds --scroll --since --unit --si --baseline --expect --help --version --fields --sort processes threads tree maps smaps numa env auxv limits mounts mountstats idmaps attr sched stack syscall signals timers smp-cpu cgroups namespaces pagemap memdump show"
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
                --quick-pid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -q)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ppid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --children)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ancestors)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --pgid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --sid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -s)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --comm)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -C)
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
                --euid)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ruser)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -U)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --User)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --group)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --rgroup)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -G)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --Group)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --sid-or-group)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -g)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --tty)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -t)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --cgroup)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --env)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --ns)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --nslist)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --around)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -O)
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
                    COMPREPLY=($(compgen -W "pid tid ppid pgid sid tpgid user uid ruser ruid group gid tty state start_ticks comm command exe cgroup unit slice container runtime pod kernel_thread ns_mnt ns_net ns_pid suid suser fsuid fsuser rgid rgroup sgid sgroup fsgid fsgroup groups group_names login_uid login audit_session argv argc exe_deleted cwd root umask threads fds children personality personality_names stat flags task_flags wchan tracer exit_signal exit_code core_dumping coredump_filter patch_state started elapsed cpu_percent cpu_percent_children cpu_time user_time system_time children_user_time children_system_time guest_time children_guest_time run_time run_delay timeslices blkio_delay nice priority pri pri_api pri_bar pri_baz pri_foo opri rt_priority class sched cpu running_cpu numa_node numa_group cpus_allowed cpus_allowed_list mems_allowed_list autogroup autogroup_nice timer_slack voluntary_switches involuntary_switches vsz rss memory_percent size trs drs shared rss_limit pss pss_anon pss_file pss_shmem pss_dirty uss shared_clean shared_dirty private_clean private_dirty dirty referenced anonymous ksm lazy_free anon_huge_pages shmem_huge_pages file_huge_pages locked swap swap_pss vm_peak rss_peak rss_anon rss_file rss_shmem vm_data vm_stack vm_exe vm_lib vm_pte vm_locked vm_pinned hugetlb hugetlb_private hugetlb_shared minor_faults major_faults children_minor_faults children_major_faults thp_enabled untag_mask ksm_merging_pages ksm_zero_pages ksm_rmap_items ksm_profit ksm_merge_any ksm_mergeable oom_score oom_score_adj oom_adj code_start code_end data_start data_end heap_start stack_start arg_start arg_end env_start env_end esp eip read_chars write_chars read_calls write_calls read_bytes write_bytes cancelled_write_bytes open_files_limit fds_percent processes_limit stack_limit locked_memory_limit core_limit signals_blocked signals_blocked_names signals_ignored signals_ignored_names signals_caught signals_caught_names signals_pending signals_pending_names signals_pending_thread signals_pending_thread_names signals_queued signals_limit no_new_privs seccomp seccomp_filters cap_effective cap_permitted cap_permitted_mask cap_inheritable cap_bounding cap_ambient label speculation_store_bypass speculation_indirect_branch ns_cgroup ns_ipc ns_pid_children ns_time ns_time_children monotonic_offset boottime_offset ns_user ns_uts ns_pids ns_pid_inner cgroup_name cgroups cpuset user_unit scope machine login_session owner_uid seat avx512_elapsed thread_features thread_features_locked depth ancestors descendants tree_processes tree_threads tree_rss tree_cpu_time cpu_now fault_rate read_rate write_rate switch_rate environ host boot_id collected_at start end permissions offset device inode kind path target shmem_pmd_mapped file_pmd_mapped shared_hugetlb private_hugetlb page_size mmu_page_size thp_eligible protection_key vm_flags policy resident nodes mapped mapmax swapcache active writeback huge file name value key number meaning title soft hard units used used_percent id parent fs_root options propagation master propagate_from fs_type source super_options version text map inside outside count setgroups index function module address activity arguments stack_pointer program_counter pending pending_thread blocked ignored caught signal signal_name notify target_kind clock clock_name clock_target hierarchy controllers memory_current memory_max cpu_max pids_current pids_max io_max type members pids present swapped file_pages exclusive soft_dirty write_protected guard hex base64 mapping" -- "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -W "pid tid ppid pgid sid tpgid user uid ruser ruid group gid tty state start_ticks comm command exe cgroup unit slice container runtime pod kernel_thread ns_mnt ns_net ns_pid suid suser fsuid fsuser rgid rgroup sgid sgroup fsgid fsgroup groups group_names login_uid login audit_session argv argc exe_deleted cwd root umask threads fds children personality personality_names stat flags task_flags wchan tracer exit_signal exit_code core_dumping coredump_filter patch_state started elapsed cpu_percent cpu_percent_children cpu_time user_time system_time children_user_time children_system_time guest_time children_guest_time run_time run_delay timeslices blkio_delay nice priority pri pri_api pri_bar pri_baz pri_foo opri rt_priority class sched cpu running_cpu numa_node numa_group cpus_allowed cpus_allowed_list mems_allowed_list autogroup autogroup_nice timer_slack voluntary_switches involuntary_switches vsz rss memory_percent size trs drs shared rss_limit pss pss_anon pss_file pss_shmem pss_dirty uss shared_clean shared_dirty private_clean private_dirty dirty referenced anonymous ksm lazy_free anon_huge_pages shmem_huge_pages file_huge_pages locked swap swap_pss vm_peak rss_peak rss_anon rss_file rss_shmem vm_data vm_stack vm_exe vm_lib vm_pte vm_locked vm_pinned hugetlb hugetlb_private hugetlb_shared minor_faults major_faults children_minor_faults children_major_faults thp_enabled untag_mask ksm_merging_pages ksm_zero_pages ksm_rmap_items ksm_profit ksm_merge_any ksm_mergeable oom_score oom_score_adj oom_adj code_start code_end data_start data_end heap_start stack_start arg_start arg_end env_start env_end esp eip read_chars write_chars read_calls write_calls read_bytes write_bytes cancelled_write_bytes open_files_limit fds_percent processes_limit stack_limit locked_memory_limit core_limit signals_blocked signals_blocked_names signals_ignored signals_ignored_names signals_caught signals_caught_names signals_pending signals_pending_names signals_pending_thread signals_pending_thread_names signals_queued signals_limit no_new_privs seccomp seccomp_filters cap_effective cap_permitted cap_permitted_mask cap_inheritable cap_bounding cap_ambient label speculation_store_bypass speculation_indirect_branch ns_cgroup ns_ipc ns_pid_children ns_time ns_time_children monotonic_offset boottime_offset ns_user ns_uts ns_pids ns_pid_inner cgroup_name cgroups cpuset user_unit scope machine login_session owner_uid seat avx512_elapsed thread_features thread_features_locked depth ancestors descendants tree_processes tree_threads tree_rss tree_cpu_time cpu_now fault_rate read_rate write_rate switch_rate environ host boot_id collected_at start end permissions offset device inode kind path target shmem_pmd_mapped file_pmd_mapped shared_hugetlb private_hugetlb page_size mmu_page_size thp_eligible protection_key vm_flags policy resident nodes mapped mapmax swapcache active writeback huge file name value key number meaning title soft hard units used used_percent id parent fs_root options propagation master propagate_from fs_type source super_options version text map inside outside count setgroups index function module address activity arguments stack_pointer program_counter pending pending_thread blocked ignored caught signal signal_name notify target_kind clock clock_name clock_target hierarchy controllers memory_current memory_max cpu_max pids_current pids_max io_max type members pids present swapped file_pages exclusive soft_dirty write_protected guard hex base64 mapping" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -W "pid tid ppid pgid sid tpgid user uid ruser ruid group gid tty state start_ticks comm command exe cgroup unit slice container runtime pod kernel_thread ns_mnt ns_net ns_pid suid suser fsuid fsuser rgid rgroup sgid sgroup fsgid fsgroup groups group_names login_uid login audit_session argv argc exe_deleted cwd root umask threads fds children personality personality_names stat flags task_flags wchan tracer exit_signal exit_code core_dumping coredump_filter patch_state started elapsed cpu_percent cpu_percent_children cpu_time user_time system_time children_user_time children_system_time guest_time children_guest_time run_time run_delay timeslices blkio_delay nice priority pri pri_api pri_bar pri_baz pri_foo opri rt_priority class sched cpu running_cpu numa_node numa_group cpus_allowed cpus_allowed_list mems_allowed_list autogroup autogroup_nice timer_slack voluntary_switches involuntary_switches vsz rss memory_percent size trs drs shared rss_limit pss pss_anon pss_file pss_shmem pss_dirty uss shared_clean shared_dirty private_clean private_dirty dirty referenced anonymous ksm lazy_free anon_huge_pages shmem_huge_pages file_huge_pages locked swap swap_pss vm_peak rss_peak rss_anon rss_file rss_shmem vm_data vm_stack vm_exe vm_lib vm_pte vm_locked vm_pinned hugetlb hugetlb_private hugetlb_shared minor_faults major_faults children_minor_faults children_major_faults thp_enabled untag_mask ksm_merging_pages ksm_zero_pages ksm_rmap_items ksm_profit ksm_merge_any ksm_mergeable oom_score oom_score_adj oom_adj code_start code_end data_start data_end heap_start stack_start arg_start arg_end env_start env_end esp eip read_chars write_chars read_calls write_calls read_bytes write_bytes cancelled_write_bytes open_files_limit fds_percent processes_limit stack_limit locked_memory_limit core_limit signals_blocked signals_blocked_names signals_ignored signals_ignored_names signals_caught signals_caught_names signals_pending signals_pending_names signals_pending_thread signals_pending_thread_names signals_queued signals_limit no_new_privs seccomp seccomp_filters cap_effective cap_permitted cap_permitted_mask cap_inheritable cap_bounding cap_ambient label speculation_store_bypass speculation_indirect_branch ns_cgroup ns_ipc ns_pid_children ns_time ns_time_children monotonic_offset boottime_offset ns_user ns_uts ns_pids ns_pid_inner cgroup_name cgroups cpuset user_unit scope machine login_session owner_uid seat avx512_elapsed thread_features thread_features_locked depth ancestors descendants tree_processes tree_threads tree_rss tree_cpu_time cpu_now fault_rate read_rate write_rate switch_rate environ host boot_id collected_at start end permissions offset device inode kind path target shmem_pmd_mapped file_pmd_mapped shared_hugetlb private_hugetlb page_size mmu_page_size thp_eligible protection_key vm_flags policy resident nodes mapped mapmax swapcache active writeback huge file name value key number meaning title soft hard units used used_percent id parent fs_root options propagation master propagate_from fs_type source super_options version text map inside outside count setgroups index function module address activity arguments stack_pointer program_counter pending pending_thread blocked ignored caught signal signal_name notify target_kind clock clock_name clock_target hierarchy controllers memory_current memory_max cpu_max pids_current pids_max io_max type members pids present swapped file_pages exclusive soft_dirty write_protected guard hex base64 mapping" -- "${cur}"))
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
    complete -F _pps -o nosort -o bashdefault -o default pps
else
    complete -F _pps -o bashdefault -o default pps
fi
