# Completion of ship-or-not in bash. It is asked what may follow; nothing of the answer is evaluated.

_ship_or_not_completion() {
    local line name ending begun='' word=$2 IFS=$' \t\n'
    local -i files=0
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            [+-]*) COMPREPLY+=("${line#?}") begun=$line ;;
            /*)
                files=1
                for ending in ${line#/* }; do
                    [[ $ending == .* ]] || continue
                    while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -f -X "!*$ending" -- "$word")
                    files=2
                done
                ;;
        esac
    done < <(COMP_LINE=$COMP_LINE COMP_POINT=$COMP_POINT COMP_WORDBREAKS=$COMP_WORDBREAKS \
        _SHIP_OR_NOT_COMPLETE=complete_bash "${1/#\~\//$HOME/}" 2>/dev/null)
    if ((files == 2)); then
        while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen -d -- "$word")
        compopt -o filenames 2>/dev/null
    elif ((files == 0)); then
        compopt +o default 2>/dev/null
    fi
    if [[ ${#COMPREPLY[@]} -eq 1 && $begun == -* ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

complete -o default -F _ship_or_not_completion ship-or-not
