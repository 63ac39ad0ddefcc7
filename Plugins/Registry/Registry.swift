import Foundation
import PackagePlugin

/// Lists what has a file of its own in a target's folder, so that a new network or data set is that
/// file alone: the build writes the list, in the order of the files' names.
@main
struct Registry: BuildToolPlugin {
  /// What a target lists.
  private struct List: Sendable {
    /// The folder whose files are listed.
    let folder: String
    /// The first lines of the list, to its opening bracket.
    let opening: String
    /// What stands in the list for a file, by its name without `.swift`.
    let element: @Sendable (String) -> String
  }

  private static let lists = [
    "Models": List(
      folder: "Networks",
      opening: """
        extension Architecture {
          /// All networks, in the order of their files' names.
          public static let all: [Architecture] = [
        """, element: { ".\($0.prefix(1).lowercased())\($0.dropFirst())" }),
    "Datasets": List(
      folder: "Adapters",
      opening: """
        extension DatasetAdapters {
          /// All data sets, in the order of their files' names.
          public static let all: [any DatasetAdapter.Type] = [
        """, element: { "\($0).self" }),
  ]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let list = Self.lists[target.name], let target = target as? SourceModuleTarget else {
      Diagnostics.error("The target \(target.name) has no list.")
      return []
    }
    let elements = target.sourceFiles(withSuffix: ".swift").map(\.url)
      .filter { $0.deletingLastPathComponent().lastPathComponent == list.folder }
      .map { $0.deletingPathExtension().lastPathComponent }.sorted().map(list.element)
    let text = "\(list.opening)\n\(elements.map { "    \($0),\n" }.joined())  ]\n}\n"
    let file = context.pluginWorkDirectoryURL.appending(path: "Registered.swift")
    return [
      .buildCommand(
        displayName: "Listing \(list.folder) of \(target.name)",
        executable: URL(filePath: "/bin/sh"),
        arguments: ["-c", #"printf '%s' "$1" > "$0""#, file.path, text], outputFiles: [file])
    ]
  }
}
