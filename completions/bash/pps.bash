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
            opts="-e -A -f -p -q -u -C -Q -J -j -h -V -o --every --all-processes --full --user-format --tree --pid --quick-pid --user --comm --where --match --regex --exact --ignore-case --limit --json --jsonl --csv --report --markdown --format --noheadings --no-headers --bytes --wide --color --watch --proc --deadline --interval --strict --quiet --list-views --list-fields --schema --help --version --fields --sort processes threads tree maps smaps namespaces pagemap memdump show"
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
                --user)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -u)
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
                --format)
                    COMPREPLY=($(compgen -W "table json jsonl csv report markdown" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                --watch)
                    COMPREPLY=($(compgen -f "${cur}"))
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
                --fields)
                    COMPREPLY=($(compgen -W "pid tid ppid pgid sid user uid tty state start_ticks comm command exe cgroup unit container runtime kernel_thread argv cwd root threads fds started elapsed cpu_percent cpu_time user_time system_time nice priority cpu voluntary_switches involuntary_switches vsz rss memory_percent pss uss swap oom_score oom_score_adj read_chars write_chars read_calls write_calls read_bytes write_bytes cancelled_write_bytes no_new_privs seccomp capabilities depth ancestors descendants tree_processes tree_threads tree_rss tree_cpu_time cpu_now fault_rate read_rate write_rate switch_rate host boot_id collected_at start end size permissions offset device inode kind path target pss_dirty shared_clean shared_dirty private_clean private_dirty referenced anonymous ksm lazy_free anon_huge_pages shmem_pmd_mapped file_pmd_mapped shared_hugetlb private_hugetlb swap_pss locked page_size mmu_page_size thp_eligible protection_key vm_flags type members pids present swapped file_pages exclusive soft_dirty write_protected guard address hex text base64 mapping" -- "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -W "pid tid ppid pgid sid user uid tty state start_ticks comm command exe cgroup unit container runtime kernel_thread argv cwd root threads fds started elapsed cpu_percent cpu_time user_time system_time nice priority cpu voluntary_switches involuntary_switches vsz rss memory_percent pss uss swap oom_score oom_score_adj read_chars write_chars read_calls write_calls read_bytes write_bytes cancelled_write_bytes no_new_privs seccomp capabilities depth ancestors descendants tree_processes tree_threads tree_rss tree_cpu_time cpu_now fault_rate read_rate write_rate switch_rate host boot_id collected_at start end size permissions offset device inode kind path target pss_dirty shared_clean shared_dirty private_clean private_dirty referenced anonymous ksm lazy_free anon_huge_pages shmem_pmd_mapped file_pmd_mapped shared_hugetlb private_hugetlb swap_pss locked page_size mmu_page_size thp_eligible protection_key vm_flags type members pids present swapped file_pages exclusive soft_dirty write_protected guard address hex text base64 mapping" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -W "pid tid ppid pgid sid user uid tty state start_ticks comm command exe cgroup unit container runtime kernel_thread argv cwd root threads fds started elapsed cpu_percent cpu_time user_time system_time nice priority cpu voluntary_switches involuntary_switches vsz rss memory_percent pss uss swap oom_score oom_score_adj read_chars write_chars read_calls write_calls read_bytes write_bytes cancelled_write_bytes no_new_privs seccomp capabilities depth ancestors descendants tree_processes tree_threads tree_rss tree_cpu_time cpu_now fault_rate read_rate write_rate switch_rate host boot_id collected_at start end size permissions offset device inode kind path target pss_dirty shared_clean shared_dirty private_clean private_dirty referenced anonymous ksm lazy_free anon_huge_pages shmem_pmd_mapped file_pmd_mapped shared_hugetlb private_hugetlb swap_pss locked page_size mmu_page_size thp_eligible protection_key vm_flags type members pids present swapped file_pages exclusive soft_dirty write_protected guard address hex text base64 mapping" -- "${cur}"))
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
