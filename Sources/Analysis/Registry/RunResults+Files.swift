import Foundation

extension RunResults {
  /// Takes what analyses keep in files of their own, where a run has them.
  package mutating func readFiles(in run: URL) throws {
    for analysis in Analyses.all { try read(analysis, in: run) }
  }

  private mutating func read<A: Analysis>(_ analysis: A.Type, in run: URL) throws {
    let file = run.appendingPathComponent(A.file)
    guard !A.file.isEmpty, FileManager.default.fileExists(atPath: file.path) else { return }
    files[A.self] = try A.read(file, of: vocabulary)
  }
}
