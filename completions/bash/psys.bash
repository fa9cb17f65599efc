_psys() {
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
                cmd="psys"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        psys)
            opts="-Q -J -j -q -h -V -o --where --match --regex --exact --self --ignore-case --limit --json --jsonl --csv --report --markdown --pids --format --noheadings --no-headers --bytes --wide --color --watch --rounds --since --proc --deadline --interval --strict --quiet --list-views --list-fields --schema --baseline --expect --help --version --fields --sort summary swaps"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
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
                    COMPREPLY=($(compgen -W "table json jsonl csv report markdown pids" -- "${cur}"))
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
                --rounds)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --since)
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
                --baseline)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --expect)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --fields)
                    COMPREPLY=($(compgen -W "kernel version tainted booted uptime cpus load1 load5 load15 cpu_user cpu_system cpu_iowait cpu_steal cpu_idle context_switches forks running sleeping waiting idle_threads stopped zombies processes tasks memory_total memory_used memory_available memory_free memory_cached memory_shared memory_dirty swap_total swap_used pressure_cpu pressure_memory pressure_memory_full pressure_io pressure_io_full files_open files_max host boot_id collected_at context_switches_rate context_switches_delta name type size used used_share priority" -- "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -W "kernel version tainted booted uptime cpus load1 load5 load15 cpu_user cpu_system cpu_iowait cpu_steal cpu_idle context_switches forks running sleeping waiting idle_threads stopped zombies processes tasks memory_total memory_used memory_available memory_free memory_cached memory_shared memory_dirty swap_total swap_used pressure_cpu pressure_memory pressure_memory_full pressure_io pressure_io_full files_open files_max host boot_id collected_at context_switches_rate context_switches_delta name type size used used_share priority" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -W "kernel version tainted booted uptime cpus load1 load5 load15 cpu_user cpu_system cpu_iowait cpu_steal cpu_idle context_switches forks running sleeping waiting idle_threads stopped zombies processes tasks memory_total memory_used memory_available memory_free memory_cached memory_shared memory_dirty swap_total swap_used pressure_cpu pressure_memory pressure_memory_full pressure_io pressure_io_full files_open files_max host boot_id collected_at context_switches_rate context_switches_delta name type size used used_share priority" -- "${cur}"))
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
    complete -F _psys -o nosort -o bashdefault -o default psys
else
    complete -F _psys -o bashdefault -o default psys
fi
