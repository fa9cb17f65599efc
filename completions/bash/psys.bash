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
            opts="-Q -J -j -q -h -V -o --where --match --regex --exact --self --ignore-case --limit --json --jsonl --csv --report --markdown --format --noheadings --no-headers --bytes --wide --color --watch --rounds --since --proc --deadline --interval --strict --quiet --list-views --list-fields --schema --baseline --expect --help --version --fields --sort summary swaps acpi cgroups consoles crypto devices dma driver execdomains fb filesystems fs input input-handlers iomem ioports ipc ipconfig kcore key-users keys ldiscs log misc modules mounts mtrr pci scsi scsi-hosts serial symbols sysctl tty wakeup paths raw"
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
                    COMPREPLY=($(compgen -W "kernel version tainted booted uptime cpus load1 load5 load15 cpu_user cpu_system cpu_iowait cpu_steal cpu_idle context_switches forks running sleeping waiting idle_threads stopped zombies processes tasks memory_total memory_used memory_available memory_free memory_cached memory_shared memory_dirty swap_total swap_used pressure_cpu pressure_memory pressure_memory_full pressure_io pressure_io_full files_open files_max host boot_id collected_at context_switches_rate context_switches_delta name type size used used_share priority path line value text hierarchy groups enabled device operations flags driver module references selftest internal async block_size min_key_size max_key_size iv_size chunk_size walk_size state_size digest_size max_auth_size seed_size kind major channel user first last number needs_device bus vendor product phys sysfs unique handlers events properties capabilities filter minor parent start end depth id key mode status owner uid group gid creator creator_uid creator_group creator_gid bytes messages semaphores attached resident swapped creator_pid last_pid sender receiver attach_time detach_time sent received operated changed segment offset virtual_address physical_address file_size memory_size bits machine file_type usage keys instantiated quota_keys max_keys quota_bytes max_bytes serial summary expired expires_in permissions time since_boot level facility caller message users permanent state address taints fs_root target options propagation shared master propagate_from fs_type source super_options register base uses slot function class revision vendor_id device_id irq regions details adapter unit model standard uart port mmio frame_errors parity_errors breaks overruns signals section global numbers lines access unread first_minor last_minor node view views reason" -- "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -W "kernel version tainted booted uptime cpus load1 load5 load15 cpu_user cpu_system cpu_iowait cpu_steal cpu_idle context_switches forks running sleeping waiting idle_threads stopped zombies processes tasks memory_total memory_used memory_available memory_free memory_cached memory_shared memory_dirty swap_total swap_used pressure_cpu pressure_memory pressure_memory_full pressure_io pressure_io_full files_open files_max host boot_id collected_at context_switches_rate context_switches_delta name type size used used_share priority path line value text hierarchy groups enabled device operations flags driver module references selftest internal async block_size min_key_size max_key_size iv_size chunk_size walk_size state_size digest_size max_auth_size seed_size kind major channel user first last number needs_device bus vendor product phys sysfs unique handlers events properties capabilities filter minor parent start end depth id key mode status owner uid group gid creator creator_uid creator_group creator_gid bytes messages semaphores attached resident swapped creator_pid last_pid sender receiver attach_time detach_time sent received operated changed segment offset virtual_address physical_address file_size memory_size bits machine file_type usage keys instantiated quota_keys max_keys quota_bytes max_bytes serial summary expired expires_in permissions time since_boot level facility caller message users permanent state address taints fs_root target options propagation shared master propagate_from fs_type source super_options register base uses slot function class revision vendor_id device_id irq regions details adapter unit model standard uart port mmio frame_errors parity_errors breaks overruns signals section global numbers lines access unread first_minor last_minor node view views reason" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -W "kernel version tainted booted uptime cpus load1 load5 load15 cpu_user cpu_system cpu_iowait cpu_steal cpu_idle context_switches forks running sleeping waiting idle_threads stopped zombies processes tasks memory_total memory_used memory_available memory_free memory_cached memory_shared memory_dirty swap_total swap_used pressure_cpu pressure_memory pressure_memory_full pressure_io pressure_io_full files_open files_max host boot_id collected_at context_switches_rate context_switches_delta name type size used used_share priority path line value text hierarchy groups enabled device operations flags driver module references selftest internal async block_size min_key_size max_key_size iv_size chunk_size walk_size state_size digest_size max_auth_size seed_size kind major channel user first last number needs_device bus vendor product phys sysfs unique handlers events properties capabilities filter minor parent start end depth id key mode status owner uid group gid creator creator_uid creator_group creator_gid bytes messages semaphores attached resident swapped creator_pid last_pid sender receiver attach_time detach_time sent received operated changed segment offset virtual_address physical_address file_size memory_size bits machine file_type usage keys instantiated quota_keys max_keys quota_bytes max_bytes serial summary expired expires_in permissions time since_boot level facility caller message users permanent state address taints fs_root target options propagation shared master propagate_from fs_type source super_options register base uses slot function class revision vendor_id device_id irq regions details adapter unit model standard uart port mmio frame_errors parity_errors breaks overruns signals section global numbers lines access unread first_minor last_minor node view views reason" -- "${cur}"))
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
