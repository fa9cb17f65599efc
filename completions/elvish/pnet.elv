
use builtin;
use str;

set edit:completion:arg-completer[pnet] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'pnet'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'pnet'= {
            cand --netns 'Of these network namespaces: by inode, name, or the number of a process in them'
            cand -Q 'Rows to keep, as in ''rss > 500M and user == root'''
            cand --where 'Rows to keep, as in ''rss > 500M and user == root'''
            cand --match 'Rows that a word would select, also where the word is a view''s name'
            cand --limit 'The first N rows'
            cand --graph 'A picture of who talks to whom, for Graphviz'
            cand --format 'The same by name'
            cand --color 'Colour'
            cand --watch 'Repeat'
            cand --proc 'Read a captured tree, or another machine''s /proc'
            cand --deadline 'How long one blocked file may hold a row (default 1)'
            cand --interval 'Time over which rates are measured (default 0.5)'
            cand -o 'Fields to show; +LIST adds, `all`, name=Title, name= for none'
            cand --fields 'Fields to show; +LIST adds, `all`, name=Title, name= for none'
            cand --sort 'Order; -name is descending'
            cand -t 'TCP'
            cand --tcp 'TCP'
            cand -u 'UDP'
            cand --udp 'UDP'
            cand -U 'UDP-Lite'
            cand --udplite 'UDP-Lite'
            cand -w 'Raw and ping sockets'
            cand --raw 'Raw and ping sockets'
            cand -x 'Local sockets'
            cand --unix 'Local sockets'
            cand --netlink 'Netlink sockets'
            cand -0 'Packet sockets'
            cand --packet 'Packet sockets'
            cand -4 'IPv4'
            cand --ipv4 'IPv4'
            cand -6 'IPv6'
            cand --ipv6 'IPv6'
            cand -l 'What listens, or takes datagrams from anybody'
            cand --listening 'What listens, or takes datagrams from anybody'
            cand --established 'Connections that are established'
            cand -a 'Every family and every state'
            cand --all 'Every family and every state'
            cand -p 'Who holds them'
            cand --processes 'Who holds them'
            cand -e 'User, inode and references too'
            cand --extend 'User, inode and references too'
            cand --timers 'Timers (`-o` inside a cluster such as -tno)'
            cand --all-netns 'Of all network namespaces that have a process, not of one''s own alone'
            cand -n 'Numbers instead of names, as always'
            cand --numeric 'Numbers instead of names, as always'
            cand -W 'Addresses are not cut, as always off a terminal'
            cand --whole 'Addresses are not cut, as always off a terminal'
            cand --regex 'Words are regular expressions'
            cand --exact 'Words are whole names or commands'
            cand --self 'This program''s own process'
            cand --ignore-case 'Words match in any case'
            cand -j 'One JSON array'
            cand -J 'One JSON array'
            cand --json 'One JSON array'
            cand --jsonl 'One JSON object a line, as rows come'
            cand --csv 'Comma-separated values'
            cand --report 'A JSON document for audits, with all that could not be read'
            cand --markdown 'A table in Markdown'
            cand --no-headers 'No headings'
            cand --noheadings 'No headings'
            cand --bytes 'Exact numbers and moments'
            cand --wide 'Do not cut lines to the terminal'
            cand --strict 'Exit with 3 if anything could not be read'
            cand -q 'Say nothing of what could not be read'
            cand --quiet 'Say nothing of what could not be read'
            cand --list-views 'The views of this tool'
            cand --list-fields 'The fields of the view'
            cand --schema 'The JSON Schema of the view''s rows'
            cand -h 'Print this help'
            cand --help 'Print this help'
            cand -V 'Print the version'
            cand --version 'Print the version'
        }
    ]
    $completions[$command]
}
