import Foundation
import Testing

/// Apache Arrow in Python, which `scripts/setup.sh --with-test-tools` installs, to read Parquet files.
enum PyArrow {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let python = URL(
    fileURLWithPath: ProcessInfo.processInfo.environment["SMILESTONE_ONNX_PYTHON"]
      ?? root.appendingPathComponent(".deps/onnxruntime/bin/python").path)

  /// In the environment of ONNX Runtime.
  static let isInstalled: Bool = {
    let process = Process()
    process.executableURL = python
    process.arguments = ["-c", "import pyarrow.parquet"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()

  /// Expects of a Parquet file what the same table as text, and the list of its columns, say.
  static func compare(_ parquet: URL, with table: URL, meanings: URL) throws {
    let process = Process()
    process.executableURL = python
    process.arguments = [
      root.appendingPathComponent("Tests/CommandLineTests/compare_parquet.py").path, parquet.path,
      table.path, meanings.path,
    ]
    let outcome = try Program.finish(process)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }
}
