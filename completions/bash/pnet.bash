_pnet() {
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
                cmd="pnet"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        pnet)
            opts="-t -u -U -w -S -2 -x -0 -4 -6 -f -A -l -a -z -N -p -e -m -r -i -g -s -M -C -k -c -H -O -n -W -v -F -Q -J -j -q -h -V -o --tcp --udp --udplite --raw --sctp --l2cap --rfcomm --bluetooth --ipx --unix --netlink --packet --ipv4 --ipv6 --family --query --listening --established --all --zeros --all-netns --netns --net --processes --extend --timers --info --memory --cgroup --route --interfaces --groups --summary --statistics --masquerade --cache --keys --continuous --no-header --oneline --numeric --whole --verbose --fib --where --match --regex --exact --self --ignore-case --limit --json --jsonl --csv --report --markdown --graph --pids --format --noheadings --no-headers --bytes --wide --color --proc --deadline --interval --strict --quiet --list-views --list-fields --schema --watch --rounds --scroll --since --unit --si --baseline --expect --help --version --fields --sort sockets interfaces addresses routes fib fib-stats multicast multicast-routes multicast-interfaces counters sockstat protocols softnet packet-types psched flowlabels netfilter conntrack caches accounting connector bonding vlan namespaces"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --family)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -f)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --query)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -A)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --netns)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --net)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -N)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --keys)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -k)
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
                    COMPREPLY=($(compgen -W "protocol state type recv_q send_q local local_port peer peer_port local_endpoint peer_endpoint user uid inode pid process fd verified timer timer_expires retransmits probes cwnd ssthresh rto ato drops refs backlog_limit peer_inode rtt rtt_var min_rtt mss pmtu congestion unacked lost retransmits_total bytes_sent bytes_acked bytes_received bytes_retransmitted not_sent segs_out segs_in delivery_rate pacing_rate busy_time last_send last_receive receive_memory receive_buffer send_memory send_buffer interface mark cgroup_id cookie peer_pid peer_process program peer_program transport direction server_port service peer_service style local_addresses peer_addresses association socket_state heartbeat in_streams out_streams max_retransmits init_retransmits shutdown_retransmits retransmitted_chunks queued_memory path_addresses path_states path_heartbeats path_rto path_max_retransmits slot pointer flags groups dumping running quick_acks pingpong parent_inode details netns netns_table netns_name netns_pid netns_pids container pod unit host boot_id collected_at device ifindex rx_bytes rx_packets rx_errors rx_dropped rx_fifo rx_frame rx_compressed rx_multicast tx_bytes tx_packets tx_errors tx_dropped tx_fifo tx_collisions tx_carrier tx_compressed wireless_status link_quality signal noise discarded_nwid discarded_crypt discarded_fragment discarded_retry discarded_other missed_beacons ip6_rx_packets ip6_rx_bytes ip6_rx_delivered ip6_rx_errors ip6_rx_dropped ip6_rx_no_route ip6_forwarded ip6_tx_packets ip6_tx_bytes ip6_tx_dropped icmp6_rx icmp6_tx rx_bytes_rate rx_bytes_delta rx_packets_rate rx_packets_delta rx_errors_rate rx_errors_delta rx_dropped_rate rx_dropped_delta rx_fifo_rate rx_fifo_delta rx_frame_rate rx_frame_delta rx_compressed_rate rx_compressed_delta rx_multicast_rate rx_multicast_delta tx_bytes_rate tx_bytes_delta tx_packets_rate tx_packets_delta tx_errors_rate tx_errors_delta tx_dropped_rate tx_dropped_delta tx_fifo_rate tx_fifo_delta tx_collisions_rate tx_collisions_delta tx_carrier_rate tx_carrier_delta tx_compressed_rate tx_compressed_delta family address prefix kind scope users destination network netmask gateway metric letters table source mtu window irtt uses tos preferred_source header_refs header_current node parent depth bits full_children empty_children routes subnet nodes leaves average_depth max_depth pointers null_pointers nodes_by_bits size leaf_size node_size lookups allocated cached destinations discarded group by_hand reporter querier sources include exclude origin input input_device packets bytes wrong outputs output_devices thresholds packets_rate packets_delta bytes_rate bytes_delta wrong_rate wrong_delta index remote name counter value behaviour meaning file value_rate value_delta in_use time_wait orphans memory sockets pressure max_header slab module methods cpu processed dropped time_squeeze cpu_collision received_rps flow_limit backlog input_queue process_queue processed_rate processed_delta dropped_rate dropped_delta time_squeeze_rate time_squeeze_delta cpu_collision_rate cpu_collision_delta received_rps_rate received_rps_delta flow_limit_rate flow_limit_delta function ns_per_us ns_per_tick us_per_second timer_hz label share linger expires options revisions available portid waiting copy_mode copy_range flush_timeout user_dropped last_id protocol_number timeout zone context age helper others source_port destination_port icmp_type icmp_code icmp_id source_key destination_key original_zone reply_source reply_source_port reply_destination reply_destination_port reply_icmp_type reply_icmp_code reply_icmp_id reply_source_key reply_destination_key reply_zone reply_packets reply_bytes reply_packets_rate reply_packets_delta reply_bytes_rate reply_bytes_delta cpus realm in_bytes in_packets out_bytes out_packets in_bytes_rate in_bytes_delta in_packets_rate in_packets_delta out_bytes_rate out_bytes_delta out_packets_rate out_packets_delta bond mode bond_status active_device primary_device mii_interval up_delay down_delay bond_details active status speed duplex failures mac queue aggregator id reorder_header private_flags ingress egress own members path comm command interfaces tcp udp unix by_protocol listening" -- "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -W "protocol state type recv_q send_q local local_port peer peer_port local_endpoint peer_endpoint user uid inode pid process fd verified timer timer_expires retransmits probes cwnd ssthresh rto ato drops refs backlog_limit peer_inode rtt rtt_var min_rtt mss pmtu congestion unacked lost retransmits_total bytes_sent bytes_acked bytes_received bytes_retransmitted not_sent segs_out segs_in delivery_rate pacing_rate busy_time last_send last_receive receive_memory receive_buffer send_memory send_buffer interface mark cgroup_id cookie peer_pid peer_process program peer_program transport direction server_port service peer_service style local_addresses peer_addresses association socket_state heartbeat in_streams out_streams max_retransmits init_retransmits shutdown_retransmits retransmitted_chunks queued_memory path_addresses path_states path_heartbeats path_rto path_max_retransmits slot pointer flags groups dumping running quick_acks pingpong parent_inode details netns netns_table netns_name netns_pid netns_pids container pod unit host boot_id collected_at device ifindex rx_bytes rx_packets rx_errors rx_dropped rx_fifo rx_frame rx_compressed rx_multicast tx_bytes tx_packets tx_errors tx_dropped tx_fifo tx_collisions tx_carrier tx_compressed wireless_status link_quality signal noise discarded_nwid discarded_crypt discarded_fragment discarded_retry discarded_other missed_beacons ip6_rx_packets ip6_rx_bytes ip6_rx_delivered ip6_rx_errors ip6_rx_dropped ip6_rx_no_route ip6_forwarded ip6_tx_packets ip6_tx_bytes ip6_tx_dropped icmp6_rx icmp6_tx rx_bytes_rate rx_bytes_delta rx_packets_rate rx_packets_delta rx_errors_rate rx_errors_delta rx_dropped_rate rx_dropped_delta rx_fifo_rate rx_fifo_delta rx_frame_rate rx_frame_delta rx_compressed_rate rx_compressed_delta rx_multicast_rate rx_multicast_delta tx_bytes_rate tx_bytes_delta tx_packets_rate tx_packets_delta tx_errors_rate tx_errors_delta tx_dropped_rate tx_dropped_delta tx_fifo_rate tx_fifo_delta tx_collisions_rate tx_collisions_delta tx_carrier_rate tx_carrier_delta tx_compressed_rate tx_compressed_delta family address prefix kind scope users destination network netmask gateway metric letters table source mtu window irtt uses tos preferred_source header_refs header_current node parent depth bits full_children empty_children routes subnet nodes leaves average_depth max_depth pointers null_pointers nodes_by_bits size leaf_size node_size lookups allocated cached destinations discarded group by_hand reporter querier sources include exclude origin input input_device packets bytes wrong outputs output_devices thresholds packets_rate packets_delta bytes_rate bytes_delta wrong_rate wrong_delta index remote name counter value behaviour meaning file value_rate value_delta in_use time_wait orphans memory sockets pressure max_header slab module methods cpu processed dropped time_squeeze cpu_collision received_rps flow_limit backlog input_queue process_queue processed_rate processed_delta dropped_rate dropped_delta time_squeeze_rate time_squeeze_delta cpu_collision_rate cpu_collision_delta received_rps_rate received_rps_delta flow_limit_rate flow_limit_delta function ns_per_us ns_per_tick us_per_second timer_hz label share linger expires options revisions available portid waiting copy_mode copy_range flush_timeout user_dropped last_id protocol_number timeout zone context age helper others source_port destination_port icmp_type icmp_code icmp_id source_key destination_key original_zone reply_source reply_source_port reply_destination reply_destination_port reply_icmp_type reply_icmp_code reply_icmp_id reply_source_key reply_destination_key reply_zone reply_packets reply_bytes reply_packets_rate reply_packets_delta reply_bytes_rate reply_bytes_delta cpus realm in_bytes in_packets out_bytes out_packets in_bytes_rate in_bytes_delta in_packets_rate in_packets_delta out_bytes_rate out_bytes_delta out_packets_rate out_packets_delta bond mode bond_status active_device primary_device mii_interval up_delay down_delay bond_details active status speed duplex failures mac queue aggregator id reorder_header private_flags ingress egress own members path comm command interfaces tcp udp unix by_protocol listening" -- "${cur}"))
                    return 0
                    ;;
                --sort)
                    COMPREPLY=($(compgen -W "protocol state type recv_q send_q local local_port peer peer_port local_endpoint peer_endpoint user uid inode pid process fd verified timer timer_expires retransmits probes cwnd ssthresh rto ato drops refs backlog_limit peer_inode rtt rtt_var min_rtt mss pmtu congestion unacked lost retransmits_total bytes_sent bytes_acked bytes_received bytes_retransmitted not_sent segs_out segs_in delivery_rate pacing_rate busy_time last_send last_receive receive_memory receive_buffer send_memory send_buffer interface mark cgroup_id cookie peer_pid peer_process program peer_program transport direction server_port service peer_service style local_addresses peer_addresses association socket_state heartbeat in_streams out_streams max_retransmits init_retransmits shutdown_retransmits retransmitted_chunks queued_memory path_addresses path_states path_heartbeats path_rto path_max_retransmits slot pointer flags groups dumping running quick_acks pingpong parent_inode details netns netns_table netns_name netns_pid netns_pids container pod unit host boot_id collected_at device ifindex rx_bytes rx_packets rx_errors rx_dropped rx_fifo rx_frame rx_compressed rx_multicast tx_bytes tx_packets tx_errors tx_dropped tx_fifo tx_collisions tx_carrier tx_compressed wireless_status link_quality signal noise discarded_nwid discarded_crypt discarded_fragment discarded_retry discarded_other missed_beacons ip6_rx_packets ip6_rx_bytes ip6_rx_delivered ip6_rx_errors ip6_rx_dropped ip6_rx_no_route ip6_forwarded ip6_tx_packets ip6_tx_bytes ip6_tx_dropped icmp6_rx icmp6_tx rx_bytes_rate rx_bytes_delta rx_packets_rate rx_packets_delta rx_errors_rate rx_errors_delta rx_dropped_rate rx_dropped_delta rx_fifo_rate rx_fifo_delta rx_frame_rate rx_frame_delta rx_compressed_rate rx_compressed_delta rx_multicast_rate rx_multicast_delta tx_bytes_rate tx_bytes_delta tx_packets_rate tx_packets_delta tx_errors_rate tx_errors_delta tx_dropped_rate tx_dropped_delta tx_fifo_rate tx_fifo_delta tx_collisions_rate tx_collisions_delta tx_carrier_rate tx_carrier_delta tx_compressed_rate tx_compressed_delta family address prefix kind scope users destination network netmask gateway metric letters table source mtu window irtt uses tos preferred_source header_refs header_current node parent depth bits full_children empty_children routes subnet nodes leaves average_depth max_depth pointers null_pointers nodes_by_bits size leaf_size node_size lookups allocated cached destinations discarded group by_hand reporter querier sources include exclude origin input input_device packets bytes wrong outputs output_devices thresholds packets_rate packets_delta bytes_rate bytes_delta wrong_rate wrong_delta index remote name counter value behaviour meaning file value_rate value_delta in_use time_wait orphans memory sockets pressure max_header slab module methods cpu processed dropped time_squeeze cpu_collision received_rps flow_limit backlog input_queue process_queue processed_rate processed_delta dropped_rate dropped_delta time_squeeze_rate time_squeeze_delta cpu_collision_rate cpu_collision_delta received_rps_rate received_rps_delta flow_limit_rate flow_limit_delta function ns_per_us ns_per_tick us_per_second timer_hz label share linger expires options revisions available portid waiting copy_mode copy_range flush_timeout user_dropped last_id protocol_number timeout zone context age helper others source_port destination_port icmp_type icmp_code icmp_id source_key destination_key original_zone reply_source reply_source_port reply_destination reply_destination_port reply_icmp_type reply_icmp_code reply_icmp_id reply_source_key reply_destination_key reply_zone reply_packets reply_bytes reply_packets_rate reply_packets_delta reply_bytes_rate reply_bytes_delta cpus realm in_bytes in_packets out_bytes out_packets in_bytes_rate in_bytes_delta in_packets_rate in_packets_delta out_bytes_rate out_bytes_delta out_packets_rate out_packets_delta bond mode bond_status active_device primary_device mii_interval up_delay down_delay bond_details active status speed duplex failures mac queue aggregator id reorder_header private_flags ingress egress own members path comm command interfaces tcp udp unix by_protocol listening" -- "${cur}"))
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
    complete -F _pnet -o nosort -o bashdefault -o default pnet
else
    complete -F _pnet -o bashdefault -o default pnet
fi
