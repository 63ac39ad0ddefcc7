extension ShellCompletion {
  static func zsh(_ commands: [Command]) -> String {
    let first = Command.firstWords(commands).joined(separator: " ")
    let second = Command.secondWords(commands).map { family in
      "      \(family.first)) compadd \(family.seconds.joined(separator: " ")) ;;\n"
    }
    return """
      #compdef smilestone
      # Completions of smilestone for zsh, made by `smilestone completions zsh`.
      _smilestone() {
        if ((CURRENT == 2)); then
          compadd \(first)
          return
        fi
        if ((CURRENT == 3)); then
          case $words[2] in
      \(second.joined())      help) compadd \(first) ;;
          esac
        fi
        case "$words[2] $words[3] " in
      \(Command.longestFirst(commands).map(zshCase).joined())  esac
      }
      # The file is read as the function itself, or by `source`.
      if [[ $funcstack[1] == _smilestone ]]; then
        _smilestone "$@"
      else
        compdef _smilestone smilestone
      fi

      """
  }

  private static func zshCase(_ command: Command) -> String {
    let wordCount = command.name.split(separator: " ").count
    var arguments = command.allOptions.map { option in
      let help = option.help.replacing(#/[\[\]:\\]/#) { "\\\($0.output)" }
      return zshQuoted(
        "\(option.isRepeatable ? "*" : "")\(option.name)[\(help)]\(zshValue(option))")
    }
    if command.operandCount.upperBound > 0 { arguments.append("'*:operand:_files'") }
    return """
          "\(command.name) "*)
            shift \(wordCount) words
            ((CURRENT -= \(wordCount)))
            _arguments \(arguments.joined(separator: " \\\n        ")) ;;

      """
  }

  private static func zshValue(_ option: Option) -> String {
    switch option.completion {
    case .choices(let names): ":value:(\(names.joined(separator: " ")))"
    case .folder: ":folder:_files -/"
    case .file: ":file:_files"
    case .anything: ":value: "
    case nil: ""
    }
  }

  private static func zshQuoted(_ text: String) -> String {
    "'\(text.replacing("'", with: #"'\''"#))'"
  }
}
