# Completion of ship-or-not in fish. It is asked what may follow; nothing of the answer is evaluated.

function __ship_or_not_completion
    set -l head (commandline -cp | string collect)
    set -lx COMP_POINT (string length -- "$head")
    set -lx COMP_LINE (commandline -p | string collect)
    set -lx _SHIP_OR_NOT_COMPLETE complete_fish
    set -l program (commandline -opc)[1]
    for line in (command $program 2>/dev/null)
        switch $line
            case '+*' '-*'
                string sub -s 2 -- $line
            case '/*'
                set -l endings (string split ' ' -- (string sub -s 2 -- $line))
                set -l token (commandline -ct)
                set -l before (string sub -l $endings[1] -- $token)
                set -l names (complete -C "'' "(string sub -s (math $endings[1] + 1) -- $token))
                set -e endings[1]
                if set -q endings[1]
                    set names (string match -r '.*/(?:\t.*)?$|.*(?:'(string join '|' (string escape --style=regex -- $endings))')(?:\t.*)?$' -- $names)
                end
                printf '%s\n' $before$names
        end
    end
end

complete --command ship-or-not --no-files --arguments '(__ship_or_not_completion)'
