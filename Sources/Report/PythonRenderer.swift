import Foundation
import Support

/// Draws Vega-Lite files with the Python package `vl_convert`.
struct PythonRenderer {
  private let python: String
  private let environment: [String: String]

  init(environment: [String: String]) {
    let chosen = environment["SMILESTONE_PYTHON"] ?? ""
    python = chosen.isEmpty ? "python3" : chosen
    var environment = environment
    // `make setup` may have put the package beside the project, out of Python's own way.
    if let modules = Dependencies.locate("python", from: Dependencies.searchFolders) {
      environment["PYTHONPATH"] = [modules.path, environment["PYTHONPATH"]]
        .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ":")
    }
    self.environment = environment
  }

  /// Draws `folder`/NAME.vl.json as NAME.svg, NAME.pdf and NAME.png for each name.
  /// - Returns: nil when all are drawn, otherwise what went wrong and the remedy.
  func render(_ names: [String], in folder: URL) -> String? {
    run(PythonRenderer.script, [folder.path] + names).map(note)
  }

  /// Why the package cannot be used, and the remedy; nil where it can.
  func problem() -> String? { run("import vl_convert", []).map(note) }

  /// - Returns: nil when the script ran to its end, otherwise why not.
  private func run(_ script: String, _ arguments: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, "-c", script] + arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    do {
      try process.run()
    } catch {
      return "\(python) cannot be started: \(error.localizedDescription)"
    }
    // Reading to the end before waiting keeps a talkative child from blocking on a full pipe.
    let output = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationReason == .exit, process.terminationStatus == 0 { return nil }
    let lastLine = output.split(separator: "\n").last.map(String.init)
    return lastLine ?? "\(python) ended with status \(process.terminationStatus)"
  }

  private func note(_ reason: String) -> String {
    "Figures were written as Vega-Lite and CSV only; SVG, PDF and PNG need Python with vl_convert "
      + "(\(reason)). Run `make setup`, or `python3 -m pip install vl-convert-python` and name that "
      + "Python in SMILESTONE_PYTHON."
  }

  /// Written aside and renamed, so that a figure is whole or not there; links are followed, and what
  /// is no file is refused, as `AtomicFile` does. A specification's pixel is a point in print, 72 to
  /// the inch; the PNG has 300 pixels to the inch and says so, or word processors would show it four
  /// times as large.
  private static let script = """
    import pathlib, sys, uuid
    import vl_convert

    folder = pathlib.Path(sys.argv[1])

    def write(path, data):
        path = path.resolve()
        if path.exists() and not path.is_file():
            sys.exit(f"{path} is no file")
        aside = path.with_name(f".{path.name}.{str(uuid.uuid4()).upper()}.partial")
        aside.write_bytes(data)
        aside.replace(path)

    for name in sys.argv[2:]:
        spec = (folder / (name + ".vl.json")).read_text(encoding="utf-8")
        nothing_from_the_network = {"allowed_base_urls": []}
        svg = vl_convert.vegalite_to_svg(spec, **nothing_from_the_network)
        write(folder / (name + ".svg"), svg.encode("utf-8"))
        write(folder / (name + ".pdf"), vl_convert.svg_to_pdf(svg))
        write(folder / (name + ".png"), vl_convert.svg_to_png(svg, scale=1, ppi=300))
    """
}
