import Foundation

/// ONNX Runtime in Python, which `scripts/setup.sh --with-test-tools` installs, to compare with.
public enum ONNXRuntime {
  /// What it said of a model.
  public struct Outcome: Decodable {
    public let metadata: [String: String]
    /// The outputs by engine and name, row by row.
    public let engines: [String: [String: [[Double]]]]
  }

  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let python: String =
    ProcessInfo.processInfo.environment["SMILESTONE_ONNX_PYTHON"]
    ?? root.appendingPathComponent(".deps/onnxruntime/bin/python").path

  public static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: python) }

  /// Runs a model on images [N, 3, S, S] with values in 0 ... 1, row-major.
  public static func run(_ model: URL, images: [Float], size: Int) throws -> Outcome {
    let pixels = model.appendingPathExtension("pixels")
    try images.withUnsafeBytes { Data($0) }.write(to: pixels)
    let output = model.appendingPathExtension("json")
    try Data().write(to: output)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = [
      root.appendingPathComponent("Tests/TestSupport/run_onnx.py").path, model.path, pixels.path,
      "\(images.count / (3 * size * size))", "\(size)",
    ]
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    return try JSONDecoder().decode(Outcome.self, from: Data(contentsOf: output))
  }
}
