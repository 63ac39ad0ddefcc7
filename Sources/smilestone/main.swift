import Foundation

exit(CommandLineProgram(commands: Command.all).run(Array(CommandLine.arguments.dropFirst())))
