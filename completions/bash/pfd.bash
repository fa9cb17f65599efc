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
            opts="-p -u -c -d -n -P -Q -J -j -q -h -V -o --pid --user --command --assoc --deleted --locked --numeric --numeric-ports --where --match --regex --exact --self --ignore-case --limit --json --jsonl --csv --report --markdown --graph --format --noheadings --no-headers --bytes --wide --color --watch --proc --deadline --interval --strict --quiet --list-views --list-fields --schema --help --version --fields --sort files locks peers"
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
                --assoc)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -d)
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
                    COMPREPLY=($(compgen -W "table json jsonl csv report markdown dot" -- "${cur}"))
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
                    COMPREPLY=($(compgen -W "command pid user uid assoc fd mode type device size links offset inode mnt_id mountpoint fs_type source name deleted flags locked locks peers peer_names host boot_id collected_at state mandatory start end to_eof range id waiting blocker blocker_process blocked_by blocks waiters number waits_for taker holder_pid holder_fd holder_process path process relation direction peer_pid peer_process peer_fd program peer_program peer_inode" -- "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -W "command pid user uid assoc fd mode type device size links offset inode mnt_id mountpoint fs_type source name deleted flags locked locks peers peer_names host boot_id collected_at state mandatory start end to_eof range id waiting blocker blocker_process blocked_by blocks waiters number waits_for taker holder_pid holder_fd holder_process path process relation direction peer_pid peer_process peer_fd program peer_program peer_inode" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -W "command pid user uid assoc fd mode type device size links offset inode mnt_id mountpoint fs_type source name deleted flags locked locks peers peer_names host boot_id collected_at state mandatory start end to_eof range id waiting blocker blocker_process blocked_by blocks waiters number waits_for taker holder_pid holder_fd holder_process path process relation direction peer_pid peer_process peer_fd program peer_program peer_inode" -- "${cur}"))
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
