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
            opts="-Q -J -j -q -h -V -o --where --match --regex --exact --self --ignore-case --limit --json --jsonl --csv --report --markdown --format --noheadings --no-headers --bytes --wide --color --watch --proc --deadline --interval --strict --quiet --list-views --list-fields --schema --help --version --fields --sort summary cpu cputime memory free vm vmstat load uptime version cmdline kconfig pressure interrupts softirqs schedstat timers disks partitions raid buddy page-types zones numa slabs vmalloc allocations malloc swaps"
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
                    COMPREPLY=($(compgen -W "kernel version tainted booted uptime cpus load1 load5 load15 cpu_user cpu_system cpu_iowait cpu_steal cpu_idle context_switches forks running sleeping waiting idle_threads stopped zombies processes tasks memory_total memory_used memory_available memory_free memory_cached memory_shared memory_dirty swap_total swap_used pressure_cpu pressure_memory pressure_memory_full pressure_io pressure_io_full files_open files_max host boot_id collected_at cpu vendor model_name family model stepping variant microcode identification socket core threads_per_socket cores_per_socket apic initial_apic hart address mhz mhz_static bogomips cache cache_line cache_alignment tlb flags vmx_flags bugs isa mmu physical_bits virtual_bits cpuid_level fpu power_management hardware machine_revision serial labels number user nice system idle iowait irq softirq steal guest guest_nice user_share nice_share system_share iowait_share irq_share softirq_share steal_share guest_share guest_nice_share idle_share name size count share meaning place total used free shared buffers buff_cache available used_share order value behaviour r b swpd buff inact active si so bi bo in cs us sy id wa st gu last_pid load_share release build builder compiler position for_init how section resource avg10 avg60 avg300 per_cpu busiest what chip line trigger actions affinity effective_affinity node recent unhandled last_unhandled run_time wait_time slices schedules idles yields wakeups local_wakeups domain domain_name mask idle_attempts idle_balanced idle_failed idle_moved busy_attempts busy_balanced busy_failed busy_moved newly_idle_attempts newly_idle_balanced newly_idle_failed newly_idle_moved pushes failed_pushes pushed remote_wakeups affine_wakeups balanced_wakeups clock clock_number function state expires expires_latest slack left starter task pid device major minor reads reads_merged read_bytes read_time writes writes_merged written_bytes write_time in_flight busy_time queue_time discards discards_merged discarded_bytes discard_time flushes flush_time read_only level members failed spares wanted working health format chunk bitmap action waits progress done speed zone largest blocks type at_least groups managed present spanned min low high promo boost cma protection start_page unreclaimable counters node_counters page_sets numa_hit numa_miss numa_foreign interleave local other objects object_size slabs active_slabs objects_per_slab pages_per_slab limit batch start end pages physical caller kinds nodes calls file module inaccurate checked_file checked_line priority" -- "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -W "kernel version tainted booted uptime cpus load1 load5 load15 cpu_user cpu_system cpu_iowait cpu_steal cpu_idle context_switches forks running sleeping waiting idle_threads stopped zombies processes tasks memory_total memory_used memory_available memory_free memory_cached memory_shared memory_dirty swap_total swap_used pressure_cpu pressure_memory pressure_memory_full pressure_io pressure_io_full files_open files_max host boot_id collected_at cpu vendor model_name family model stepping variant microcode identification socket core threads_per_socket cores_per_socket apic initial_apic hart address mhz mhz_static bogomips cache cache_line cache_alignment tlb flags vmx_flags bugs isa mmu physical_bits virtual_bits cpuid_level fpu power_management hardware machine_revision serial labels number user nice system idle iowait irq softirq steal guest guest_nice user_share nice_share system_share iowait_share irq_share softirq_share steal_share guest_share guest_nice_share idle_share name size count share meaning place total used free shared buffers buff_cache available used_share order value behaviour r b swpd buff inact active si so bi bo in cs us sy id wa st gu last_pid load_share release build builder compiler position for_init how section resource avg10 avg60 avg300 per_cpu busiest what chip line trigger actions affinity effective_affinity node recent unhandled last_unhandled run_time wait_time slices schedules idles yields wakeups local_wakeups domain domain_name mask idle_attempts idle_balanced idle_failed idle_moved busy_attempts busy_balanced busy_failed busy_moved newly_idle_attempts newly_idle_balanced newly_idle_failed newly_idle_moved pushes failed_pushes pushed remote_wakeups affine_wakeups balanced_wakeups clock clock_number function state expires expires_latest slack left starter task pid device major minor reads reads_merged read_bytes read_time writes writes_merged written_bytes write_time in_flight busy_time queue_time discards discards_merged discarded_bytes discard_time flushes flush_time read_only level members failed spares wanted working health format chunk bitmap action waits progress done speed zone largest blocks type at_least groups managed present spanned min low high promo boost cma protection start_page unreclaimable counters node_counters page_sets numa_hit numa_miss numa_foreign interleave local other objects object_size slabs active_slabs objects_per_slab pages_per_slab limit batch start end pages physical caller kinds nodes calls file module inaccurate checked_file checked_line priority" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -W "kernel version tainted booted uptime cpus load1 load5 load15 cpu_user cpu_system cpu_iowait cpu_steal cpu_idle context_switches forks running sleeping waiting idle_threads stopped zombies processes tasks memory_total memory_used memory_available memory_free memory_cached memory_shared memory_dirty swap_total swap_used pressure_cpu pressure_memory pressure_memory_full pressure_io pressure_io_full files_open files_max host boot_id collected_at cpu vendor model_name family model stepping variant microcode identification socket core threads_per_socket cores_per_socket apic initial_apic hart address mhz mhz_static bogomips cache cache_line cache_alignment tlb flags vmx_flags bugs isa mmu physical_bits virtual_bits cpuid_level fpu power_management hardware machine_revision serial labels number user nice system idle iowait irq softirq steal guest guest_nice user_share nice_share system_share iowait_share irq_share softirq_share steal_share guest_share guest_nice_share idle_share name size count share meaning place total used free shared buffers buff_cache available used_share order value behaviour r b swpd buff inact active si so bi bo in cs us sy id wa st gu last_pid load_share release build builder compiler position for_init how section resource avg10 avg60 avg300 per_cpu busiest what chip line trigger actions affinity effective_affinity node recent unhandled last_unhandled run_time wait_time slices schedules idles yields wakeups local_wakeups domain domain_name mask idle_attempts idle_balanced idle_failed idle_moved busy_attempts busy_balanced busy_failed busy_moved newly_idle_attempts newly_idle_balanced newly_idle_failed newly_idle_moved pushes failed_pushes pushed remote_wakeups affine_wakeups balanced_wakeups clock clock_number function state expires expires_latest slack left starter task pid device major minor reads reads_merged read_bytes read_time writes writes_merged written_bytes write_time in_flight busy_time queue_time discards discards_merged discarded_bytes discard_time flushes flush_time read_only level members failed spares wanted working health format chunk bitmap action waits progress done speed zone largest blocks type at_least groups managed present spanned min low high promo boost cma protection start_page unreclaimable counters node_counters page_sets numa_hit numa_miss numa_foreign interleave local other objects object_size slabs active_slabs objects_per_slab pages_per_slab limit batch start end pages physical caller kinds nodes calls file module inaccurate checked_file checked_line priority" -- "${cur}"))
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
