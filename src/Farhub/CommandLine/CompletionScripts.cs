namespace Farhub.CommandLine;

/// <summary>Scripts that make a shell ask <c>farhub [suggest:…]</c>, which knows commands, options and values.</summary>
static class CompletionScripts
{
    const string Bash =
        """
        _farhub() {
            local typed=${COMP_LINE:0:COMP_POINT} word before='' value
            word=${typed##*[[:space:]]}
            # For bash a colon ends a word: what precedes it is on the line already.
            if [[ $word == *:* && $COMP_WORDBREAKS == *:* ]]; then before=${word%:*}:; fi
            typed="farhub ${typed#*[[:space:]]}"
            COMPREPLY=()
            while IFS= read -r value; do
                if [[ $value == "$word"* ]]; then COMPREPLY+=("${value#"$before"}"); fi
            done < <("${COMP_WORDS[0]}" "[suggest:${#typed}]" "$typed" 2>/dev/null)
        }
        complete -o default -F _farhub farhub
        """;

    const string Zsh =
        """
        #compdef farhub
        _farhub() {
            local typed="farhub ${BUFFER[1,CURSOR]#* }"
            local -a values
            values=("${(@f)$(${words[1]} "[suggest:${#typed}]" "$typed" 2>/dev/null)}")
            compadd -- $values
        }
        compdef _farhub farhub
        """;

    const string Fish =
        """
        function __farhub_suggest
            set -l typed (commandline -cp)
            farhub "[suggest:"(string length -- "$typed")"]" "$typed" 2>/dev/null
        end
        complete -c farhub -f -a '(__farhub_suggest)'
        """;

    /// <summary>The script for a shell.</summary>
    public static string For(CompletionShell shell) => shell switch
    {
        CompletionShell.Bash => Bash,
        CompletionShell.Zsh => Zsh,
        _ => Fish,
    };
}
