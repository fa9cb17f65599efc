
use builtin;
use str;

set edit:completion:arg-completer[parp] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'parp'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'parp'= {
            cand neighbours 'Neighbours on the local networks, one row each.'
            cand audit 'What is odd about the neighbours, one row a finding; exit status 1 if any is a warning or worse.'
            cand stats 'What processors have counted of the tables of neighbours of the whole machine, one row a processor, and below them their sum.'
            cand --netns 'Of these network namespaces: by inode, also of their table, name, or the number of a process in them'
            cand -A 'Neighbours of these families: inet, inet6'
            cand --protocol 'Neighbours of these families: inet, inet6'
            cand -p 'The same'
            cand --family 'The same'
            cand -i 'Neighbours on these interfaces'
            cand --device 'Neighbours on these interfaces'
            cand -H 'Neighbours on hardware of these types'
            cand --hw-type 'Neighbours on hardware of these types'
            cand -t 'The same'
            cand --hw 'The same'
            cand --nud 'Neighbours in these states'
            cand -Q 'Rows to keep, as in ''rss > 500M and user == root'''
            cand --where 'Rows to keep, as in ''rss > 500M and user == root'''
            cand --match 'Rows that a word would select, also where the word is a view''s name'
            cand --limit 'The first N rows'
            cand --graph 'A picture of who talks to whom, for Graphviz'
            cand --format 'The same by name, or metrics (prometheus)'
            cand --color 'Colour'
            cand --proc 'Read a captured tree, or another machine''s /proc'
            cand --deadline 'How long one blocked file may hold a row (default 1)'
            cand --interval 'Time over which rates are measured (default 0.5)'
            cand --watch 'Repeat'
            cand --rounds 'Repeat so many times, with --watch'
            cand --since 'Show how counters grew since an earlier --report'
            cand --unit 'Amounts of memory in one unit, as KiB'
            cand --baseline 'Show what differs from an earlier --report of the same command'
            cand --expect 'Fail unless so many rows match: none, some, N or N..M'
            cand --severity 'The mildest finding of an audit that fails'
            cand -o 'Fields to show; +LIST adds, `all`, name=Title, name= for none'
            cand --fields 'Fields to show; +LIST adds, `all`, name=Title, name= for none'
            cand --sort 'Order; -name is descending'
            cand --all-netns 'Of all network namespaces that have a process, not of one''s own alone'
            cand -4 'IPv4'
            cand --ipv4 'IPv4'
            cand -6 'IPv6'
            cand --ipv6 'IPv6'
            cand -n 'Numbers instead of names, as always'
            cand --numeric 'Numbers instead of names, as always'
            cand -a 'Every neighbour, as always'
            cand --all 'Every neighbour, as always'
            cand -e 'Type and flags too'
            cand --extend 'Type and flags too'
            cand -v 'Age and use of the entries too'
            cand --verbose 'Age and use of the entries too'
            cand -D 'For -s of arp, which is refused'
            cand --use-device 'For -s of arp, which is refused'
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
            cand --pids 'Numbers of processes alone, each once'
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
            cand --scroll 'Each round below the one before, on a terminal too, with --watch'
            cand --si 'Units of a thousand, not of 1024'
            cand -h 'Print this help'
            cand --help 'Print this help'
            cand -V 'Print the version'
            cand --version 'Print the version'
        }
    ]
    $completions[$command]
}
