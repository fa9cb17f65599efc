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
            opts="-Q -J -j -q -h -V -o --where --match --regex --exact --self --ignore-case --limit --json --jsonl --csv --report --markdown --format --noheadings --no-headers --bytes --wide --color --watch --rounds --since --proc --deadline --interval --strict --quiet --list-views --list-fields --schema --baseline --expect --help --version --fields --sort summary metrics cpu cputime memory free vm vmstat load uptime version cmdline kconfig pressure interrupts softirqs schedstat timers disks partitions raid buddy page-types zones numa slabs vmalloc allocations malloc swaps acpi cgroups consoles crypto devices dma driver execdomains fb filesystems fs input input-handlers iomem ioports ipc ipconfig kcore key-users keys ldiscs log misc modules mounts mtrr pci scsi scsi-hosts serial symbols sysctl tty wakeup paths raw"
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
                    COMPREPLY=($(compgen -W "table json jsonl csv report markdown prometheus" -- "${cur}"))
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
                    COMPREPLY=($(compgen -W "kernel version tainted taint booted uptime warnings cpus load1 load5 load15 cpu_busy cpu_user cpu_system cpu_iowait cpu_steal cpu_idle busy_time user_time system_time iowait_time steal_time context_switches forks running sleeping waiting idle_threads stopped zombies processes tasks memory_total memory_used memory_available memory_free memory_cached memory_shared memory_dirty swap_total swap_used pressure_cpu pressure_memory pressure_memory_full pressure_io pressure_io_full files_open files_max host boot_id collected_at busy_time_rate busy_time_delta user_time_rate user_time_delta system_time_rate system_time_delta iowait_time_rate iowait_time_delta steal_time_rate steal_time_delta context_switches_rate context_switches_delta forks_rate forks_delta cpu vendor model_name family model stepping variant microcode identification socket core threads_per_socket cores_per_socket apic initial_apic hart address mhz mhz_static bogomips cache cache_line cache_alignment tlb flags vmx_flags bugs isa mmu physical_bits virtual_bits cpuid_level fpu power_management hardware machine_revision serial labels number busy user nice system idle iowait irq softirq steal guest guest_nice busy_share user_share nice_share system_share iowait_share irq_share softirq_share steal_share guest_share guest_nice_share idle_share busy_rate busy_delta user_rate user_delta nice_rate nice_delta system_rate system_delta idle_rate idle_delta iowait_rate iowait_delta irq_rate irq_delta softirq_rate softirq_delta steal_rate steal_delta guest_rate guest_delta guest_nice_rate guest_nice_delta name size count share meaning place total used free shared buffers buff_cache available used_share order value behaviour value_rate value_delta r b swpd buff inact active si so bi bo in cs us sy id wa st gu last_pid load_share release build builder compiler position for_init how section resource avg10 avg60 avg300 total_rate total_delta per_cpu busiest what chip line trigger actions affinity effective_affinity node recent unhandled last_unhandled run_time wait_time slices schedules idles yields wakeups local_wakeups domain domain_name mask idle_attempts idle_balanced idle_failed idle_moved busy_attempts busy_balanced busy_failed busy_moved newly_idle_attempts newly_idle_balanced newly_idle_failed newly_idle_moved pushes failed_pushes pushed remote_wakeups affine_wakeups balanced_wakeups run_time_rate run_time_delta wait_time_rate wait_time_delta slices_rate slices_delta schedules_rate schedules_delta idles_rate idles_delta yields_rate yields_delta wakeups_rate wakeups_delta local_wakeups_rate local_wakeups_delta idle_attempts_rate idle_attempts_delta idle_balanced_rate idle_balanced_delta idle_failed_rate idle_failed_delta idle_moved_rate idle_moved_delta busy_attempts_rate busy_attempts_delta busy_balanced_rate busy_balanced_delta busy_failed_rate busy_failed_delta busy_moved_rate busy_moved_delta newly_idle_attempts_rate newly_idle_attempts_delta newly_idle_balanced_rate newly_idle_balanced_delta newly_idle_failed_rate newly_idle_failed_delta newly_idle_moved_rate newly_idle_moved_delta pushes_rate pushes_delta failed_pushes_rate failed_pushes_delta pushed_rate pushed_delta remote_wakeups_rate remote_wakeups_delta affine_wakeups_rate affine_wakeups_delta balanced_wakeups_rate balanced_wakeups_delta clock clock_number function state expires expires_latest slack left starter task pid device major minor reads reads_merged read_bytes read_time writes writes_merged written_bytes write_time in_flight queue_time discards discards_merged discarded_bytes discard_time flushes flush_time reads_rate reads_delta reads_merged_rate reads_merged_delta read_bytes_rate read_bytes_delta read_time_rate read_time_delta writes_rate writes_delta writes_merged_rate writes_merged_delta written_bytes_rate written_bytes_delta write_time_rate write_time_delta queue_time_rate queue_time_delta discards_rate discards_delta discards_merged_rate discards_merged_delta discarded_bytes_rate discarded_bytes_delta discard_time_rate discard_time_delta flushes_rate flushes_delta flush_time_rate flush_time_delta read_only level members failed spares wanted working health format chunk bitmap action waits progress done speed zone largest blocks type at_least groups managed present spanned min low high promo boost cma protection start_page unreclaimable counters node_counters page_sets numa_hit numa_miss numa_foreign interleave local other numa_hit_rate numa_hit_delta numa_miss_rate numa_miss_delta numa_foreign_rate numa_foreign_delta interleave_rate interleave_delta local_rate local_delta other_rate other_delta objects object_size slabs active_slabs objects_per_slab pages_per_slab limit batch start end pages physical caller kinds nodes calls file module inaccurate checked_file checked_line priority path text hierarchy enabled operations driver references selftest internal async block_size min_key_size max_key_size iv_size chunk_size walk_size state_size digest_size max_auth_size seed_size kind channel first last needs_device bus product phys sysfs unique handlers events properties capabilities filter parent depth key mode status owner uid group gid creator creator_uid creator_group creator_gid bytes messages semaphores attached resident swapped creator_pid sender receiver attach_time detach_time sent received operated changed segment offset virtual_address physical_address file_size memory_size bits machine file_type usage keys instantiated quota_keys max_keys quota_bytes max_bytes summary expired expires_in permissions time since_boot facility message users permanent taints fs_root target options propagation master propagate_from fs_type source super_options register base uses slot class revision vendor_id device_id regions details adapter unit standard uart port mmio frame_errors parity_errors breaks overruns signals global numbers lines access unread first_minor last_minor view views reason" -- "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -W "kernel version tainted taint booted uptime warnings cpus load1 load5 load15 cpu_busy cpu_user cpu_system cpu_iowait cpu_steal cpu_idle busy_time user_time system_time iowait_time steal_time context_switches forks running sleeping waiting idle_threads stopped zombies processes tasks memory_total memory_used memory_available memory_free memory_cached memory_shared memory_dirty swap_total swap_used pressure_cpu pressure_memory pressure_memory_full pressure_io pressure_io_full files_open files_max host boot_id collected_at busy_time_rate busy_time_delta user_time_rate user_time_delta system_time_rate system_time_delta iowait_time_rate iowait_time_delta steal_time_rate steal_time_delta context_switches_rate context_switches_delta forks_rate forks_delta cpu vendor model_name family model stepping variant microcode identification socket core threads_per_socket cores_per_socket apic initial_apic hart address mhz mhz_static bogomips cache cache_line cache_alignment tlb flags vmx_flags bugs isa mmu physical_bits virtual_bits cpuid_level fpu power_management hardware machine_revision serial labels number busy user nice system idle iowait irq softirq steal guest guest_nice busy_share user_share nice_share system_share iowait_share irq_share softirq_share steal_share guest_share guest_nice_share idle_share busy_rate busy_delta user_rate user_delta nice_rate nice_delta system_rate system_delta idle_rate idle_delta iowait_rate iowait_delta irq_rate irq_delta softirq_rate softirq_delta steal_rate steal_delta guest_rate guest_delta guest_nice_rate guest_nice_delta name size count share meaning place total used free shared buffers buff_cache available used_share order value behaviour value_rate value_delta r b swpd buff inact active si so bi bo in cs us sy id wa st gu last_pid load_share release build builder compiler position for_init how section resource avg10 avg60 avg300 total_rate total_delta per_cpu busiest what chip line trigger actions affinity effective_affinity node recent unhandled last_unhandled run_time wait_time slices schedules idles yields wakeups local_wakeups domain domain_name mask idle_attempts idle_balanced idle_failed idle_moved busy_attempts busy_balanced busy_failed busy_moved newly_idle_attempts newly_idle_balanced newly_idle_failed newly_idle_moved pushes failed_pushes pushed remote_wakeups affine_wakeups balanced_wakeups run_time_rate run_time_delta wait_time_rate wait_time_delta slices_rate slices_delta schedules_rate schedules_delta idles_rate idles_delta yields_rate yields_delta wakeups_rate wakeups_delta local_wakeups_rate local_wakeups_delta idle_attempts_rate idle_attempts_delta idle_balanced_rate idle_balanced_delta idle_failed_rate idle_failed_delta idle_moved_rate idle_moved_delta busy_attempts_rate busy_attempts_delta busy_balanced_rate busy_balanced_delta busy_failed_rate busy_failed_delta busy_moved_rate busy_moved_delta newly_idle_attempts_rate newly_idle_attempts_delta newly_idle_balanced_rate newly_idle_balanced_delta newly_idle_failed_rate newly_idle_failed_delta newly_idle_moved_rate newly_idle_moved_delta pushes_rate pushes_delta failed_pushes_rate failed_pushes_delta pushed_rate pushed_delta remote_wakeups_rate remote_wakeups_delta affine_wakeups_rate affine_wakeups_delta balanced_wakeups_rate balanced_wakeups_delta clock clock_number function state expires expires_latest slack left starter task pid device major minor reads reads_merged read_bytes read_time writes writes_merged written_bytes write_time in_flight queue_time discards discards_merged discarded_bytes discard_time flushes flush_time reads_rate reads_delta reads_merged_rate reads_merged_delta read_bytes_rate read_bytes_delta read_time_rate read_time_delta writes_rate writes_delta writes_merged_rate writes_merged_delta written_bytes_rate written_bytes_delta write_time_rate write_time_delta queue_time_rate queue_time_delta discards_rate discards_delta discards_merged_rate discards_merged_delta discarded_bytes_rate discarded_bytes_delta discard_time_rate discard_time_delta flushes_rate flushes_delta flush_time_rate flush_time_delta read_only level members failed spares wanted working health format chunk bitmap action waits progress done speed zone largest blocks type at_least groups managed present spanned min low high promo boost cma protection start_page unreclaimable counters node_counters page_sets numa_hit numa_miss numa_foreign interleave local other numa_hit_rate numa_hit_delta numa_miss_rate numa_miss_delta numa_foreign_rate numa_foreign_delta interleave_rate interleave_delta local_rate local_delta other_rate other_delta objects object_size slabs active_slabs objects_per_slab pages_per_slab limit batch start end pages physical caller kinds nodes calls file module inaccurate checked_file checked_line priority path text hierarchy enabled operations driver references selftest internal async block_size min_key_size max_key_size iv_size chunk_size walk_size state_size digest_size max_auth_size seed_size kind channel first last needs_device bus product phys sysfs unique handlers events properties capabilities filter parent depth key mode status owner uid group gid creator creator_uid creator_group creator_gid bytes messages semaphores attached resident swapped creator_pid sender receiver attach_time detach_time sent received operated changed segment offset virtual_address physical_address file_size memory_size bits machine file_type usage keys instantiated quota_keys max_keys quota_bytes max_bytes summary expired expires_in permissions time since_boot facility message users permanent taints fs_root target options propagation master propagate_from fs_type source super_options register base uses slot class revision vendor_id device_id regions details adapter unit standard uart port mmio frame_errors parity_errors breaks overruns signals global numbers lines access unread first_minor last_minor view views reason" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -W "kernel version tainted taint booted uptime warnings cpus load1 load5 load15 cpu_busy cpu_user cpu_system cpu_iowait cpu_steal cpu_idle busy_time user_time system_time iowait_time steal_time context_switches forks running sleeping waiting idle_threads stopped zombies processes tasks memory_total memory_used memory_available memory_free memory_cached memory_shared memory_dirty swap_total swap_used pressure_cpu pressure_memory pressure_memory_full pressure_io pressure_io_full files_open files_max host boot_id collected_at busy_time_rate busy_time_delta user_time_rate user_time_delta system_time_rate system_time_delta iowait_time_rate iowait_time_delta steal_time_rate steal_time_delta context_switches_rate context_switches_delta forks_rate forks_delta cpu vendor model_name family model stepping variant microcode identification socket core threads_per_socket cores_per_socket apic initial_apic hart address mhz mhz_static bogomips cache cache_line cache_alignment tlb flags vmx_flags bugs isa mmu physical_bits virtual_bits cpuid_level fpu power_management hardware machine_revision serial labels number busy user nice system idle iowait irq softirq steal guest guest_nice busy_share user_share nice_share system_share iowait_share irq_share softirq_share steal_share guest_share guest_nice_share idle_share busy_rate busy_delta user_rate user_delta nice_rate nice_delta system_rate system_delta idle_rate idle_delta iowait_rate iowait_delta irq_rate irq_delta softirq_rate softirq_delta steal_rate steal_delta guest_rate guest_delta guest_nice_rate guest_nice_delta name size count share meaning place total used free shared buffers buff_cache available used_share order value behaviour value_rate value_delta r b swpd buff inact active si so bi bo in cs us sy id wa st gu last_pid load_share release build builder compiler position for_init how section resource avg10 avg60 avg300 total_rate total_delta per_cpu busiest what chip line trigger actions affinity effective_affinity node recent unhandled last_unhandled run_time wait_time slices schedules idles yields wakeups local_wakeups domain domain_name mask idle_attempts idle_balanced idle_failed idle_moved busy_attempts busy_balanced busy_failed busy_moved newly_idle_attempts newly_idle_balanced newly_idle_failed newly_idle_moved pushes failed_pushes pushed remote_wakeups affine_wakeups balanced_wakeups run_time_rate run_time_delta wait_time_rate wait_time_delta slices_rate slices_delta schedules_rate schedules_delta idles_rate idles_delta yields_rate yields_delta wakeups_rate wakeups_delta local_wakeups_rate local_wakeups_delta idle_attempts_rate idle_attempts_delta idle_balanced_rate idle_balanced_delta idle_failed_rate idle_failed_delta idle_moved_rate idle_moved_delta busy_attempts_rate busy_attempts_delta busy_balanced_rate busy_balanced_delta busy_failed_rate busy_failed_delta busy_moved_rate busy_moved_delta newly_idle_attempts_rate newly_idle_attempts_delta newly_idle_balanced_rate newly_idle_balanced_delta newly_idle_failed_rate newly_idle_failed_delta newly_idle_moved_rate newly_idle_moved_delta pushes_rate pushes_delta failed_pushes_rate failed_pushes_delta pushed_rate pushed_delta remote_wakeups_rate remote_wakeups_delta affine_wakeups_rate affine_wakeups_delta balanced_wakeups_rate balanced_wakeups_delta clock clock_number function state expires expires_latest slack left starter task pid device major minor reads reads_merged read_bytes read_time writes writes_merged written_bytes write_time in_flight queue_time discards discards_merged discarded_bytes discard_time flushes flush_time reads_rate reads_delta reads_merged_rate reads_merged_delta read_bytes_rate read_bytes_delta read_time_rate read_time_delta writes_rate writes_delta writes_merged_rate writes_merged_delta written_bytes_rate written_bytes_delta write_time_rate write_time_delta queue_time_rate queue_time_delta discards_rate discards_delta discards_merged_rate discards_merged_delta discarded_bytes_rate discarded_bytes_delta discard_time_rate discard_time_delta flushes_rate flushes_delta flush_time_rate flush_time_delta read_only level members failed spares wanted working health format chunk bitmap action waits progress done speed zone largest blocks type at_least groups managed present spanned min low high promo boost cma protection start_page unreclaimable counters node_counters page_sets numa_hit numa_miss numa_foreign interleave local other numa_hit_rate numa_hit_delta numa_miss_rate numa_miss_delta numa_foreign_rate numa_foreign_delta interleave_rate interleave_delta local_rate local_delta other_rate other_delta objects object_size slabs active_slabs objects_per_slab pages_per_slab limit batch start end pages physical caller kinds nodes calls file module inaccurate checked_file checked_line priority path text hierarchy enabled operations driver references selftest internal async block_size min_key_size max_key_size iv_size chunk_size walk_size state_size digest_size max_auth_size seed_size kind channel first last needs_device bus product phys sysfs unique handlers events properties capabilities filter parent depth key mode status owner uid group gid creator creator_uid creator_group creator_gid bytes messages semaphores attached resident swapped creator_pid sender receiver attach_time detach_time sent received operated changed segment offset virtual_address physical_address file_size memory_size bits machine file_type usage keys instantiated quota_keys max_keys quota_bytes max_bytes summary expired expires_in permissions time since_boot facility message users permanent taints fs_root target options propagation master propagate_from fs_type source super_options register base uses slot class revision vendor_id device_id regions details adapter unit standard uart port mmio frame_errors parity_errors breaks overruns signals global numbers lines access unread first_minor last_minor view views reason" -- "${cur}"))
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
