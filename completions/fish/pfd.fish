complete -c pfd -s p -l pid -d 'Files of these processes' -r
complete -c pfd -s u -l user -d 'Files of processes of these users' -r
complete -c pfd -s c -l command -d 'Files of processes with these names' -r
complete -c pfd -s d -l assoc -d 'Only these: cwd, root, exe, mem or numbers' -r
complete -c pfd -s Q -l where -d 'Rows to keep, as in \'rss > 500M and user == root\'' -r
complete -c pfd -l match -d 'Rows that a word would select, also where the word is a view\'s name' -r
complete -c pfd -l limit -d 'The first N rows' -r
complete -c pfd -l format -d 'The same by name' -r -f -a "table\t''
json\t''
jsonl\t''
csv\t''
report\t''
markdown\t''"
complete -c pfd -l color -d 'Colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c pfd -l watch -d 'Repeat' -r
complete -c pfd -l rounds -d 'Repeat so many times, with --watch' -r
complete -c pfd -l since -d 'Show how counters grew since an earlier --report' -r -F
complete -c pfd -l proc -d 'Read a captured tree, or another machine\'s /proc' -r -F
complete -c pfd -l deadline -d 'How long one blocked file may hold a row (default 1)' -r
complete -c pfd -l interval -d 'Time over which rates are measured (default 0.5)' -r
complete -c pfd -l baseline -d 'Show what differs from an earlier --report of the same command' -r -F
complete -c pfd -l expect -d 'Fail unless so many rows match: none, some, N or N..M' -r
complete -c pfd -s o -l fields -d 'Fields to show; +LIST adds, `all`, name=Title, name= for none' -r -f -a "command\t'Name of the process\'s main task.'
pid\t'Process number.'
user\t'Name of the process\'s effective user, or its number where it has no name.'
uid\t'Number of the process\'s effective user.'
assoc\t'How the process holds the file: cwd, root, exe, mem, or the number of the descriptor.'
fd\t'Number of the descriptor; what is held otherwise has none.'
mode\t'How the descriptor was opened: r, w or both; neither for a mere path.'
type\t'Kind of file: REG, DIR, CHR, BLK, FIFO, SOCK, LINK, NS, or the kernel\'s name for an anonymous object.'
device\t'Device of the file system that the file lies on, major and minor number.'
size\t'Size of a regular file or directory, as the kernel has it cached; not asked of network file systems.'
links\t'Number of names that the file has; none is left of a deleted one.'
offset\t'Offset of the descriptor in its file.'
inode\t'Inode number.'
mnt_id\t'Number of the mount that the file lies on.'
mountpoint\t'Where that mount is.'
fs_type\t'Type of the file system.'
source\t'What is mounted there.'
name\t'Path, or the kernel\'s own name of what has none.'
deleted\t'Whether the file has lost its last name, by its count of links.'
flags\t'Flags that the descriptor was opened with.'
host\t'Name of the machine.'
boot_id\t'Identifier of the machine\'s current boot.'
collected_at\t'Moment at which the run began, or at which the tree was captured.'"
complete -c pfd -l sort -d 'Order; -name is descending' -r -f -a "command\t'Name of the process\'s main task.'
pid\t'Process number.'
user\t'Name of the process\'s effective user, or its number where it has no name.'
uid\t'Number of the process\'s effective user.'
assoc\t'How the process holds the file: cwd, root, exe, mem, or the number of the descriptor.'
fd\t'Number of the descriptor; what is held otherwise has none.'
mode\t'How the descriptor was opened: r, w or both; neither for a mere path.'
type\t'Kind of file: REG, DIR, CHR, BLK, FIFO, SOCK, LINK, NS, or the kernel\'s name for an anonymous object.'
device\t'Device of the file system that the file lies on, major and minor number.'
size\t'Size of a regular file or directory, as the kernel has it cached; not asked of network file systems.'
links\t'Number of names that the file has; none is left of a deleted one.'
offset\t'Offset of the descriptor in its file.'
inode\t'Inode number.'
mnt_id\t'Number of the mount that the file lies on.'
mountpoint\t'Where that mount is.'
fs_type\t'Type of the file system.'
source\t'What is mounted there.'
name\t'Path, or the kernel\'s own name of what has none.'
deleted\t'Whether the file has lost its last name, by its count of links.'
flags\t'Flags that the descriptor was opened with.'
host\t'Name of the machine.'
boot_id\t'Identifier of the machine\'s current boot.'
collected_at\t'Moment at which the run began, or at which the tree was captured.'"
complete -c pfd -l deleted -d 'Files that have lost their last name'
complete -c pfd -s n -l numeric -d 'Numbers instead of names, as always'
complete -c pfd -s P -l numeric-ports -d 'Numbers of ports, as always'
complete -c pfd -l regex -d 'Words are regular expressions'
complete -c pfd -l exact -d 'Words are whole names or commands'
complete -c pfd -l self -d 'This program\'s own process'
complete -c pfd -l ignore-case -d 'Words match in any case'
complete -c pfd -s j -s J -l json -d 'One JSON array'
complete -c pfd -l jsonl -d 'One JSON object a line, as rows come'
complete -c pfd -l csv -d 'Comma-separated values'
complete -c pfd -l report -d 'A JSON document for audits, with all that could not be read'
complete -c pfd -l markdown -d 'A table in Markdown'
complete -c pfd -l no-headers -l noheadings -d 'No headings'
complete -c pfd -l bytes -d 'Exact numbers and moments'
complete -c pfd -l wide -d 'Do not cut lines to the terminal'
complete -c pfd -l strict -d 'Exit with 3 if anything could not be read'
complete -c pfd -s q -l quiet -d 'Say nothing of what could not be read'
complete -c pfd -l list-views -d 'The views of this tool'
complete -c pfd -l list-fields -d 'The fields of the view'
complete -c pfd -l schema -d 'The JSON Schema of the view\'s rows'
complete -c pfd -s h -l help -d 'Print this help'
complete -c pfd -s V -l version -d 'Print the version'
