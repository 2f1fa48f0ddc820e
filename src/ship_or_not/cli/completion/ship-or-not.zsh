#compdef ship-or-not
# Completion of ship-or-not in zsh. It is asked what may follow; nothing of the answer is evaluated.

_ship_or_not_completion() {
    local line head=${(j: :)words[1,CURRENT]} program=${(Q)words[1]}
    local -a whole begun endings
    local -i files=-1
    while IFS= read -r line; do
        case $line in
            (+*) whole+=("${line#?}") ;;
            (-*) begun+=("${line#?}") ;;
            (/*)
                endings=(${=line#/})
                files=$endings[1]
                shift endings
                ;;
        esac
    done < <(COMP_LINE="$head ${(j: :)words[CURRENT+1,-1]}" COMP_POINT=${#head} \
        _SHIP_OR_NOT_COMPLETE=complete_zsh "${program/#\~\//$HOME/}" 2>/dev/null)
    local -i result=1
    (( $#whole )) && _describe -t values 'ship-or-not' whole -U && result=0
    (( $#begun )) && _describe -t values 'ship-or-not' begun -U -S '' && result=0
    if (( files >= 0 )); then
        compset -p $files
        if (( $#endings )); then
            _files -g "*(${(j:|:)endings})" && result=0
        else
            _files && result=0
        fi
    fi
    return result
}

if [[ $funcstack[1] == _ship-or-not ]]; then
    _ship_or_not_completion "$@"
else
    compdef _ship_or_not_completion ship-or-not
fi
