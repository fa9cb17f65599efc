complete -c parp -l netns -d 'Of these network namespaces: by inode, name, or the number of a process in them' -r
complete -c parp -s i -l device -d 'Neighbours on these interfaces' -r
complete -c parp -s Q -l where -d 'Rows to keep, as in \'rss > 500M and user == root\'' -r
complete -c parp -l match -d 'Rows that a word would select, also where the word is a view\'s name' -r
complete -c parp -l limit -d 'The first N rows' -r
complete -c parp -l format -d 'The same by name' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
report\t''
markdown\t''
pids\t''"
complete -c parp -l color -d 'Colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c parp -l watch -d 'Repeat' -r
complete -c parp -l rounds -d 'Repeat so many times, with --watch' -r
complete -c parp -l since -d 'Show how counters grew since an earlier --report' -r -F
complete -c parp -l proc -d 'Read a captured tree, or another machine\'s /proc' -r -F
complete -c parp -l deadline -d 'How long one blocked file may hold a row (default 1)' -r
complete -c parp -l interval -d 'Time over which rates are measured (default 0.5)' -r
complete -c parp -l baseline -d 'Show what differs from an earlier --report of the same command' -r -F
complete -c parp -l expect -d 'Fail unless so many rows match: none, some, N or N..M' -r
complete -c parp -s o -l fields -d 'Fields to show; +LIST adds, `all`, name=Title, name= for none' -r -f -a "address\t'Address of the neighbour.'
mac\t'Hardware address; an entry that is incomplete has none.'
vendor\t'Vendor that the hardware address is registered to, where the system has a registry installed; a locally administered address has none.'
state\t'State as far as the flags tell it: complete, incomplete or permanent.'
flags\t'Flags of the entry: complete, permanent, published and so on.'
hardware_type\t'Type of the hardware by name: ether, infiniband and so on.'
device\t'Interface that the neighbour is on.'
netns\t'Network namespace, by the inode that names it.'
netns_name\t'Name of the network namespace: the last part of where it is mounted.'
netns_pid\t'Oldest process of the network namespace; of the reader\'s own, the reader where others were not looked for.'
netns_pids\t'Processes in the network namespace; it does not apply where others than the reader\'s own were not looked for.'
container\t'Identifier of the container that the network namespace\'s oldest process is in.'
pod\t'Identifier of the Kubernetes pod that the network namespace\'s oldest process is in.'
unit\t'Unit of systemd that the network namespace\'s oldest process is in.'
host\t'Name of the machine.'
boot_id\t'Identifier of the machine\'s current boot.'
collected_at\t'Moment at which the run began, or at which the tree was captured.'"
complete -c parp -l sort -d 'Order; -name is descending' -r -f -a "address\t'Address of the neighbour.'
mac\t'Hardware address; an entry that is incomplete has none.'
vendor\t'Vendor that the hardware address is registered to, where the system has a registry installed; a locally administered address has none.'
state\t'State as far as the flags tell it: complete, incomplete or permanent.'
flags\t'Flags of the entry: complete, permanent, published and so on.'
hardware_type\t'Type of the hardware by name: ether, infiniband and so on.'
device\t'Interface that the neighbour is on.'
netns\t'Network namespace, by the inode that names it.'
netns_name\t'Name of the network namespace: the last part of where it is mounted.'
netns_pid\t'Oldest process of the network namespace; of the reader\'s own, the reader where others were not looked for.'
netns_pids\t'Processes in the network namespace; it does not apply where others than the reader\'s own were not looked for.'
container\t'Identifier of the container that the network namespace\'s oldest process is in.'
pod\t'Identifier of the Kubernetes pod that the network namespace\'s oldest process is in.'
unit\t'Unit of systemd that the network namespace\'s oldest process is in.'
host\t'Name of the machine.'
boot_id\t'Identifier of the machine\'s current boot.'
collected_at\t'Moment at which the run began, or at which the tree was captured.'"
complete -c parp -l all-netns -d 'Of all network namespaces that have a process, not of one\'s own alone'
complete -c parp -s n -l numeric -d 'Numbers instead of names, as always'
complete -c parp -s a -l all -d 'Every neighbour, as always'
complete -c parp -s e -l extend -d 'Type and flags too'
complete -c parp -l regex -d 'Words are regular expressions'
complete -c parp -l exact -d 'Words are whole names or commands'
complete -c parp -l self -d 'This program\'s own process'
complete -c parp -l ignore-case -d 'Words match in any case'
complete -c parp -s j -s J -l json -d 'One JSON array'
complete -c parp -l jsonl -d 'One JSON object a line, as rows come'
complete -c parp -l csv -d 'Comma-separated values'
complete -c parp -l report -d 'A JSON document for audits, with all that could not be read'
complete -c parp -l markdown -d 'A table in Markdown'
complete -c parp -l pids -d 'Numbers of processes alone, each once'
complete -c parp -l no-headers -l noheadings -d 'No headings'
complete -c parp -l bytes -d 'Exact numbers and moments'
complete -c parp -l wide -d 'Do not cut lines to the terminal'
complete -c parp -l strict -d 'Exit with 3 if anything could not be read'
complete -c parp -s q -l quiet -d 'Say nothing of what could not be read'
complete -c parp -l list-views -d 'The views of this tool'
complete -c parp -l list-fields -d 'The fields of the view'
complete -c parp -l schema -d 'The JSON Schema of the view\'s rows'
complete -c parp -s h -l help -d 'Print this help'
complete -c parp -s V -l version -d 'Print the version'
