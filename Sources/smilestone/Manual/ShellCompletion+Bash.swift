extension ShellCompletion {
  static func bash(_ commands: [Command]) -> String {
    let second = Command.secondWords(commands).map { family in
      "    \(family.first)) words=\"\(family.seconds.joined(separator: " "))\" ;;\n"
    }
    return """
      # Completions of smilestone for bash, made by `smilestone completions bash`.
      _smilestone() {
        local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        local words='' choices='' options='' kind=''
        COMPREPLY=()
        if ((COMP_CWORD == 1)); then
          words="\(Command.firstWords(commands).joined(separator: " "))"
          COMPREPLY=($(compgen -W "$words --help --version" -- "$word"))
          return
        fi
        if ((COMP_CWORD == 2)); then
          case ${COMP_WORDS[1]} in
      \(second.joined())    help) words="\(Command.firstWords(commands).joined(separator: " "))" ;;
          esac
        fi
        case "${COMP_WORDS[*]:1:2} " in
      \(Command.longestFirst(commands).map(bashCase).joined())  esac
        case $kind in
          choices) COMPREPLY=($(compgen -W "$choices" -- "$word")); return ;;
          folder) compopt -o filenames 2> /dev/null
            COMPREPLY=($(compgen -d -- "$word")); return ;;
          anything) return ;;
        esac
        if [[ $kind != file ]]; then
          [[ $word == -* ]] && COMPREPLY=($(compgen -W "$options" -- "$word")) && return
          [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$word"))
        fi
        compopt -o filenames 2> /dev/null
        COMPREPLY+=($(compgen -f -- "$word"))
      }
      complete -F _smilestone smilestone

      """
  }

  private static func bashCase(_ command: Command) -> String {
    var values = ""
    for option in command.options {
      switch option.completion {
      case .choices(let names):
        values +=
          "        \(option.name)) kind=choices choices=\"\(names.joined(separator: " "))\" ;;\n"
      case .folder: values += "        \(option.name)) kind=folder ;;\n"
      case .file: values += "        \(option.name)) kind=file ;;\n"
      case .anything: values += "        \(option.name)) kind=anything ;;\n"
      case nil: break
      }
    }
    let options = command.allOptions.map(\.name).joined(separator: " ")
    return """
          "\(command.name) "*)
            options="\(options)"
            case $previous in
      \(values)        *) ;;
            esac ;;

      """
  }
}
