_parp() {
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
                cmd="parp"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        parp)
            opts="-4 -6 -A -p -i -H -t -n -a -e -v -D -Q -J -j -q -h -V -o --all-netns --netns --ipv4 --ipv6 --protocol --family --device --hw-type --hw --nud --numeric --all --extend --verbose --use-device --where --match --regex --exact --self --ignore-case --limit --json --jsonl --csv --report --markdown --graph --pids --format --noheadings --no-headers --bytes --wide --color --proc --deadline --interval --strict --quiet --list-views --list-fields --schema --watch --rounds --scroll --since --unit --si --baseline --expect --help --version --severity --fields --sort neighbours audit stats"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --netns)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --protocol)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -A)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --family)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -p)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --device)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -i)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --hw-type)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -H)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --hw)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -t)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --nud)
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
                --severity)
                    COMPREPLY=($(compgen -W "info notice warning critical" -- "${cur}"))
                    return 0
                    ;;
                --fields)
                    COMPREPLY=($(compgen -W "address family table state flags published resolved device mac mac_kind vendor vendor_source hardware_type kernel_flags protocol probes refs confirmed used updated netns netns_table netns_name netns_pid netns_pids container pod unit host boot_id collected_at severity level check evidence meaning addresses macs scope cpu entries allocs destroys hash_grows lookups hits res_failed rcv_probes_mcast rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards table_fulls allocs_rate allocs_delta destroys_rate destroys_delta hash_grows_rate hash_grows_delta lookups_rate lookups_delta hits_rate hits_delta res_failed_rate res_failed_delta rcv_probes_mcast_rate rcv_probes_mcast_delta rcv_probes_ucast_rate rcv_probes_ucast_delta periodic_gc_runs_rate periodic_gc_runs_delta forced_gc_runs_rate forced_gc_runs_delta unresolved_discards_rate unresolved_discards_delta table_fulls_rate table_fulls_delta" -- "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -W "address family table state flags published resolved device mac mac_kind vendor vendor_source hardware_type kernel_flags protocol probes refs confirmed used updated netns netns_table netns_name netns_pid netns_pids container pod unit host boot_id collected_at severity level check evidence meaning addresses macs scope cpu entries allocs destroys hash_grows lookups hits res_failed rcv_probes_mcast rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards table_fulls allocs_rate allocs_delta destroys_rate destroys_delta hash_grows_rate hash_grows_delta lookups_rate lookups_delta hits_rate hits_delta res_failed_rate res_failed_delta rcv_probes_mcast_rate rcv_probes_mcast_delta rcv_probes_ucast_rate rcv_probes_ucast_delta periodic_gc_runs_rate periodic_gc_runs_delta forced_gc_runs_rate forced_gc_runs_delta unresolved_discards_rate unresolved_discards_delta table_fulls_rate table_fulls_delta" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -W "address family table state flags published resolved device mac mac_kind vendor vendor_source hardware_type kernel_flags protocol probes refs confirmed used updated netns netns_table netns_name netns_pid netns_pids container pod unit host boot_id collected_at severity level check evidence meaning addresses macs scope cpu entries allocs destroys hash_grows lookups hits res_failed rcv_probes_mcast rcv_probes_ucast periodic_gc_runs forced_gc_runs unresolved_discards table_fulls allocs_rate allocs_delta destroys_rate destroys_delta hash_grows_rate hash_grows_delta lookups_rate lookups_delta hits_rate hits_delta res_failed_rate res_failed_delta rcv_probes_mcast_rate rcv_probes_mcast_delta rcv_probes_ucast_rate rcv_probes_ucast_delta periodic_gc_runs_rate periodic_gc_runs_delta forced_gc_runs_rate forced_gc_runs_delta unresolved_discards_rate unresolved_discards_delta table_fulls_rate table_fulls_delta" -- "${cur}"))
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
    complete -F _parp -o nosort -o bashdefault -o default parp
else
    complete -F _parp -o bashdefault -o default parp
fi
