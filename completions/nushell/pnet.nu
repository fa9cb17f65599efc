module completions {

  def "nu-complete pnet graph" [] {
    [ "dot" ]
  }

  def "nu-complete pnet format" [] {
    [ "table" "json" "jsonl" "csv" "report" "markdown" "dot" "pids" "prometheus" ]
  }

  def "nu-complete pnet color" [] {
    [ "auto" "always" "never" ]
  }

  def "nu-complete pnet unit" [] {
    [ "B" "KiB" "MiB" "GiB" "TiB" "PiB" "KB" "MB" "GB" "TB" "PB" ]
  }

  def "nu-complete pnet words" [] {
    [ "sockets" "interfaces" "addresses" "routes" "fib" "fib-stats" "multicast" "multicast-routes" "multicast-interfaces" "counters" "sockstat" "protocols" "softnet" "packet-types" "psched" "flowlabels" "netfilter" "conntrack" "caches" "accounting" "connector" "bonding" "vlan" "namespaces" ]
  }

  def "nu-complete pnet fields" [] {
    [ "protocol" "state" "type" "recv_q" "send_q" "local" "local_port" "peer" "peer_port" "local_endpoint" "peer_endpoint" "user" "uid" "inode" "pid" "process" "fd" "verified" "timer" "timer_expires" "retransmits" "probes" "cwnd" "ssthresh" "rto" "ato" "drops" "refs" "backlog_limit" "peer_inode" "rtt" "rtt_var" "min_rtt" "mss" "pmtu" "congestion" "unacked" "lost" "retransmits_total" "bytes_sent" "bytes_acked" "bytes_received" "bytes_retransmitted" "not_sent" "segs_out" "segs_in" "delivery_rate" "pacing_rate" "busy_time" "last_send" "last_receive" "receive_memory" "receive_buffer" "send_memory" "send_buffer" "interface" "mark" "cgroup_id" "cookie" "peer_pid" "peer_process" "program" "peer_program" "transport" "direction" "server_port" "service" "peer_service" "style" "local_addresses" "peer_addresses" "association" "socket_state" "heartbeat" "in_streams" "out_streams" "max_retransmits" "init_retransmits" "shutdown_retransmits" "retransmitted_chunks" "queued_memory" "path_addresses" "path_states" "path_heartbeats" "path_rto" "path_max_retransmits" "slot" "pointer" "flags" "groups" "dumping" "running" "quick_acks" "pingpong" "parent_inode" "details" "netns" "netns_table" "netns_name" "netns_pid" "netns_pids" "container" "pod" "unit" "host" "boot_id" "collected_at" "device" "ifindex" "rx_bytes" "rx_packets" "rx_errors" "rx_dropped" "rx_fifo" "rx_frame" "rx_compressed" "rx_multicast" "tx_bytes" "tx_packets" "tx_errors" "tx_dropped" "tx_fifo" "tx_collisions" "tx_carrier" "tx_compressed" "wireless_status" "link_quality" "signal" "noise" "discarded_nwid" "discarded_crypt" "discarded_fragment" "discarded_retry" "discarded_other" "missed_beacons" "ip6_rx_packets" "ip6_rx_bytes" "ip6_rx_delivered" "ip6_rx_errors" "ip6_rx_dropped" "ip6_rx_no_route" "ip6_forwarded" "ip6_tx_packets" "ip6_tx_bytes" "ip6_tx_dropped" "icmp6_rx" "icmp6_tx" "rx_bytes_rate" "rx_bytes_delta" "rx_packets_rate" "rx_packets_delta" "rx_errors_rate" "rx_errors_delta" "rx_dropped_rate" "rx_dropped_delta" "rx_fifo_rate" "rx_fifo_delta" "rx_frame_rate" "rx_frame_delta" "rx_compressed_rate" "rx_compressed_delta" "rx_multicast_rate" "rx_multicast_delta" "tx_bytes_rate" "tx_bytes_delta" "tx_packets_rate" "tx_packets_delta" "tx_errors_rate" "tx_errors_delta" "tx_dropped_rate" "tx_dropped_delta" "tx_fifo_rate" "tx_fifo_delta" "tx_collisions_rate" "tx_collisions_delta" "tx_carrier_rate" "tx_carrier_delta" "tx_compressed_rate" "tx_compressed_delta" "family" "address" "prefix" "kind" "scope" "users" "destination" "network" "netmask" "gateway" "metric" "letters" "table" "source" "mtu" "window" "irtt" "uses" "tos" "preferred_source" "header_refs" "header_current" "node" "parent" "depth" "bits" "full_children" "empty_children" "routes" "subnet" "nodes" "leaves" "average_depth" "max_depth" "pointers" "null_pointers" "nodes_by_bits" "size" "leaf_size" "node_size" "lookups" "allocated" "cached" "destinations" "discarded" "group" "by_hand" "reporter" "querier" "sources" "include" "exclude" "origin" "input" "input_device" "packets" "bytes" "wrong" "outputs" "output_devices" "thresholds" "packets_rate" "packets_delta" "bytes_rate" "bytes_delta" "wrong_rate" "wrong_delta" "index" "remote" "name" "counter" "value" "behaviour" "meaning" "file" "value_rate" "value_delta" "in_use" "time_wait" "orphans" "memory" "sockets" "pressure" "max_header" "slab" "module" "methods" "cpu" "processed" "dropped" "time_squeeze" "cpu_collision" "received_rps" "flow_limit" "backlog" "input_queue" "process_queue" "processed_rate" "processed_delta" "dropped_rate" "dropped_delta" "time_squeeze_rate" "time_squeeze_delta" "cpu_collision_rate" "cpu_collision_delta" "received_rps_rate" "received_rps_delta" "flow_limit_rate" "flow_limit_delta" "function" "ns_per_us" "ns_per_tick" "us_per_second" "timer_hz" "label" "share" "linger" "expires" "options" "revisions" "available" "portid" "waiting" "copy_mode" "copy_range" "flush_timeout" "user_dropped" "last_id" "protocol_number" "timeout" "zone" "context" "age" "helper" "others" "source_port" "destination_port" "icmp_type" "icmp_code" "icmp_id" "source_key" "destination_key" "original_zone" "reply_source" "reply_source_port" "reply_destination" "reply_destination_port" "reply_icmp_type" "reply_icmp_code" "reply_icmp_id" "reply_source_key" "reply_destination_key" "reply_zone" "reply_packets" "reply_bytes" "reply_packets_rate" "reply_packets_delta" "reply_bytes_rate" "reply_bytes_delta" "cpus" "realm" "in_bytes" "in_packets" "out_bytes" "out_packets" "in_bytes_rate" "in_bytes_delta" "in_packets_rate" "in_packets_delta" "out_bytes_rate" "out_bytes_delta" "out_packets_rate" "out_packets_delta" "bond" "mode" "bond_status" "active_device" "primary_device" "mii_interval" "up_delay" "down_delay" "bond_details" "active" "status" "speed" "duplex" "failures" "mac" "queue" "aggregator" "id" "reorder_header" "private_flags" "ingress" "egress" "own" "members" "path" "comm" "command" "interfaces" "tcp" "udp" "unix" "by_protocol" "listening" ]
  }

  def "nu-complete pnet sort" [] {
    [ "protocol" "state" "type" "recv_q" "send_q" "local" "local_port" "peer" "peer_port" "local_endpoint" "peer_endpoint" "user" "uid" "inode" "pid" "process" "fd" "verified" "timer" "timer_expires" "retransmits" "probes" "cwnd" "ssthresh" "rto" "ato" "drops" "refs" "backlog_limit" "peer_inode" "rtt" "rtt_var" "min_rtt" "mss" "pmtu" "congestion" "unacked" "lost" "retransmits_total" "bytes_sent" "bytes_acked" "bytes_received" "bytes_retransmitted" "not_sent" "segs_out" "segs_in" "delivery_rate" "pacing_rate" "busy_time" "last_send" "last_receive" "receive_memory" "receive_buffer" "send_memory" "send_buffer" "interface" "mark" "cgroup_id" "cookie" "peer_pid" "peer_process" "program" "peer_program" "transport" "direction" "server_port" "service" "peer_service" "style" "local_addresses" "peer_addresses" "association" "socket_state" "heartbeat" "in_streams" "out_streams" "max_retransmits" "init_retransmits" "shutdown_retransmits" "retransmitted_chunks" "queued_memory" "path_addresses" "path_states" "path_heartbeats" "path_rto" "path_max_retransmits" "slot" "pointer" "flags" "groups" "dumping" "running" "quick_acks" "pingpong" "parent_inode" "details" "netns" "netns_table" "netns_name" "netns_pid" "netns_pids" "container" "pod" "unit" "host" "boot_id" "collected_at" "device" "ifindex" "rx_bytes" "rx_packets" "rx_errors" "rx_dropped" "rx_fifo" "rx_frame" "rx_compressed" "rx_multicast" "tx_bytes" "tx_packets" "tx_errors" "tx_dropped" "tx_fifo" "tx_collisions" "tx_carrier" "tx_compressed" "wireless_status" "link_quality" "signal" "noise" "discarded_nwid" "discarded_crypt" "discarded_fragment" "discarded_retry" "discarded_other" "missed_beacons" "ip6_rx_packets" "ip6_rx_bytes" "ip6_rx_delivered" "ip6_rx_errors" "ip6_rx_dropped" "ip6_rx_no_route" "ip6_forwarded" "ip6_tx_packets" "ip6_tx_bytes" "ip6_tx_dropped" "icmp6_rx" "icmp6_tx" "rx_bytes_rate" "rx_bytes_delta" "rx_packets_rate" "rx_packets_delta" "rx_errors_rate" "rx_errors_delta" "rx_dropped_rate" "rx_dropped_delta" "rx_fifo_rate" "rx_fifo_delta" "rx_frame_rate" "rx_frame_delta" "rx_compressed_rate" "rx_compressed_delta" "rx_multicast_rate" "rx_multicast_delta" "tx_bytes_rate" "tx_bytes_delta" "tx_packets_rate" "tx_packets_delta" "tx_errors_rate" "tx_errors_delta" "tx_dropped_rate" "tx_dropped_delta" "tx_fifo_rate" "tx_fifo_delta" "tx_collisions_rate" "tx_collisions_delta" "tx_carrier_rate" "tx_carrier_delta" "tx_compressed_rate" "tx_compressed_delta" "family" "address" "prefix" "kind" "scope" "users" "destination" "network" "netmask" "gateway" "metric" "letters" "table" "source" "mtu" "window" "irtt" "uses" "tos" "preferred_source" "header_refs" "header_current" "node" "parent" "depth" "bits" "full_children" "empty_children" "routes" "subnet" "nodes" "leaves" "average_depth" "max_depth" "pointers" "null_pointers" "nodes_by_bits" "size" "leaf_size" "node_size" "lookups" "allocated" "cached" "destinations" "discarded" "group" "by_hand" "reporter" "querier" "sources" "include" "exclude" "origin" "input" "input_device" "packets" "bytes" "wrong" "outputs" "output_devices" "thresholds" "packets_rate" "packets_delta" "bytes_rate" "bytes_delta" "wrong_rate" "wrong_delta" "index" "remote" "name" "counter" "value" "behaviour" "meaning" "file" "value_rate" "value_delta" "in_use" "time_wait" "orphans" "memory" "sockets" "pressure" "max_header" "slab" "module" "methods" "cpu" "processed" "dropped" "time_squeeze" "cpu_collision" "received_rps" "flow_limit" "backlog" "input_queue" "process_queue" "processed_rate" "processed_delta" "dropped_rate" "dropped_delta" "time_squeeze_rate" "time_squeeze_delta" "cpu_collision_rate" "cpu_collision_delta" "received_rps_rate" "received_rps_delta" "flow_limit_rate" "flow_limit_delta" "function" "ns_per_us" "ns_per_tick" "us_per_second" "timer_hz" "label" "share" "linger" "expires" "options" "revisions" "available" "portid" "waiting" "copy_mode" "copy_range" "flush_timeout" "user_dropped" "last_id" "protocol_number" "timeout" "zone" "context" "age" "helper" "others" "source_port" "destination_port" "icmp_type" "icmp_code" "icmp_id" "source_key" "destination_key" "original_zone" "reply_source" "reply_source_port" "reply_destination" "reply_destination_port" "reply_icmp_type" "reply_icmp_code" "reply_icmp_id" "reply_source_key" "reply_destination_key" "reply_zone" "reply_packets" "reply_bytes" "reply_packets_rate" "reply_packets_delta" "reply_bytes_rate" "reply_bytes_delta" "cpus" "realm" "in_bytes" "in_packets" "out_bytes" "out_packets" "in_bytes_rate" "in_bytes_delta" "in_packets_rate" "in_packets_delta" "out_bytes_rate" "out_bytes_delta" "out_packets_rate" "out_packets_delta" "bond" "mode" "bond_status" "active_device" "primary_device" "mii_interval" "up_delay" "down_delay" "bond_details" "active" "status" "speed" "duplex" "failures" "mac" "queue" "aggregator" "id" "reorder_header" "private_flags" "ingress" "egress" "own" "members" "path" "comm" "command" "interfaces" "tcp" "udp" "unix" "by_protocol" "listening" ]
  }

  # Shows sockets.
  export extern pnet [
    --tcp(-t)                 # TCP
    --udp(-u)                 # UDP
    --udplite(-U)             # UDP-Lite
    --raw(-w)                 # Raw and ping sockets
    --sctp(-S)                # SCTP: sockets and associations
    --l2cap(-2)               # Bluetooth sockets of L2CAP
    --rfcomm                  # Bluetooth sockets of RFCOMM
    --bluetooth               # Bluetooth sockets of every protocol
    --ipx                     # IPX sockets, which Linux had before 4.18
    --unix(-x)                # Local sockets
    --netlink                 # Netlink sockets
    --packet(-0)              # Packet sockets
    --ipv4(-4)                # IPv4
    --ipv6(-6)                # IPv6
    --family(-f): string      # This family, as in ss: inet, inet6, unix, netlink or link; of caches the file
    --query(-A): string       # These sockets, as in ss: all, inet, tcp, udp, raw, unix, unix_dgram, packet, netlink and so on; !tcp leaves out
    --listening(-l)           # What listens, or takes datagrams from anybody
    --established             # Connections that are established
    --all(-a)                 # Every family and every state; of other views all that there is
    --zeros(-z)               # Of counters those at zero too
    --all-netns               # Of all network namespaces that have a process, not of one's own alone
    --netns: string           # Of these network namespaces: by inode, also of their table, name, or the number of a process in them
    --net(-N): string         # The same, as in ss
    --processes(-p)           # Who holds them
    --extend(-e)              # More columns: of sockets user, inode and references
    --timers                  # Timers (`-o` inside a cluster such as -tno)
    --info                    # What TCP measures, as ss -i (`-i` together with -t, -u, -x, -l, -p, -o or -m)
    --memory(-m)              # Memory that they use and may use
    --cgroup                  # The inode of their control group
    --route(-r)               # Routes, as netstat -r
    --interfaces(-i)          # Interfaces, as netstat -i
    --groups(-g)              # Multicast groups, as netstat -g
    --summary(-s)             # How many sockets there are, as ss -s; with -t, -u, -U, -w, -S, -4 or -6 the counters of the protocol, as netstat -s
    --statistics              # Counters of the protocols, as netstat --statistics
    --masquerade(-M)          # Tracked connections whose addresses are translated, as netstat -M
    --cache(-C)               # With -r the cache of routes, which Linux before 3.6 had
    --keys(-k): string        # Of caches the values with these names
    --continuous(-c)          # Repeat every second, as --watch=1
    --no-header(-H)           # The same as --no-headers
    --oneline(-O)             # One line a row, as always
    --numeric(-n)             # Numbers instead of names, as always
    --whole(-W)               # Addresses are not cut, as always off a terminal
    --verbose(-v)             # What could not be seen is said, as always
    --fib(-F)                 # With -r the table of routes, as always
    --where(-Q): string       # Rows to keep, as in 'rss > 500M and user == root'
    --match: string           # Rows that a word would select, also where the word is a view's name
    --regex                   # Words are regular expressions
    --exact                   # Words are whole names or commands
    --self                    # This program's own process
    --ignore-case             # Words match in any case
    --limit: string           # The first N rows
    --json(-j)                # One JSON array
    -J                        # One JSON array
    --jsonl                   # One JSON object a line, as rows come
    --csv                     # Comma-separated values
    --report                  # A JSON document for audits, with all that could not be read
    --markdown                # A table in Markdown
    --graph: string@"nu-complete pnet graph" # A picture of who talks to whom, for Graphviz
    --pids                    # Numbers of processes alone, each once
    --format: string@"nu-complete pnet format" # The same by name, or metrics (prometheus)
    --no-headers              # No headings
    --noheadings              # No headings
    --bytes                   # Exact numbers and moments
    --wide                    # Do not cut lines to the terminal
    --color: string@"nu-complete pnet color" # Colour
    --proc: path              # Read a captured tree, or another machine's /proc
    --deadline: string        # How long one blocked file may hold a row (default 1)
    --interval: string        # Time over which rates are measured (default 0.5)
    --strict                  # Exit with 3 if anything could not be read
    --quiet(-q)               # Say nothing of what could not be read
    --list-views              # The views of this tool
    --list-fields             # The fields of the view
    --schema                  # The JSON Schema of the view's rows
    --watch: string           # Repeat
    --rounds: string          # Repeat so many times, with --watch
    --scroll                  # Each round below the one before, on a terminal too, with --watch
    --since: path             # Show how counters grew since an earlier --report
    --unit: string@"nu-complete pnet unit" # Amounts of memory in one unit, as KiB
    --si                      # Units of a thousand, not of 1024
    --baseline: path          # Show what differs from an earlier --report of the same command
    --expect: string          # Fail unless so many rows match: none, some, N or N..M
    --help(-h)                # Print this help
    --version(-V)             # Print the version
    --fields(-o): string@"nu-complete pnet fields" # Fields to show; +LIST adds, `all`, name=Title, name= for none
    --sort: string@"nu-complete pnet sort" # Order; -name is descending
    ...words: string@"nu-complete pnet words" # A view, and what to select from it
  ]

}

export use completions *
