import Foundation
import TestSupport

/// Headless Chromium, where the machine has it.
enum Browser {
  static let executable: String? = ["chromium", "chromium-browser", "google-chrome"]
    .map { "/usr/bin/\($0)" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Opens a page, runs `steps` (JavaScript that fills `result`) when its charts are drawn, and
  /// returns `result` with what went wrong meanwhile under "errors".
  /// - Parameters:
  ///   - window: its width and height in pixels.
  ///   - anchor: what the page is opened at: "#findings"; empty for its top.
  static func run(
    _ page: String, steps: String, isDark: Bool = false, window: (Int, Int) = (1200, 900),
    anchor: String = ""
  ) throws -> [String: Any] {
    let folder = try TemporaryFolder()
    let file = try folder.write(probed(page, steps: steps), to: "page.html")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable ?? "")
    process.arguments = [
      // Bars above the page would take from its height.
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--disable-infobars",
      "--user-data-dir=\(folder.file("profile").path)", "--window-size=\(window.0),\(window.1)",
      "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--virtual-time-budget=30000",
      "--dump-dom", file.absoluteString + anchor,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    // A browser that hangs must not hang the tests.
    let watchdog = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + 90, execute: watchdog)
    defer { watchdog.cancel() }
    let document = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard let match = document.firstMatch(of: #/data-result="([^"]*)"/#),
      let data = Data(base64Encoded: String(match.output.1)),
      let result = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    else { return ["errors": ["the page gave no result"]] }
    return result
  }

  /// The page with a watch before everything else and the steps after it. The chart library also
  /// has these tags in its strings: only the first and the last are the page's own.
  private static func probed(_ page: String, steps: String) throws -> String {
    guard let start = page.firstRange(of: "<title>"),
      let end = page.range(of: "</body>", options: .backwards)
    else { throw CocoaError(.fileReadCorruptFile) }
    return page[..<start.lowerBound] + "<script>\(watch)</script>"
      + page[start.lowerBound..<end.lowerBound] + "<script>\(probe(steps))</script>"
      + page[end.lowerBound...]
  }

  private static let watch = """
    window.errors = [];
    for (const level of ["error", "warn"]) {
      console[level] = (...parts) => errors.push(level + ": " + parts.join(" "));
    }
    addEventListener("error", (event) => errors.push(event.message));
    addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));
    addEventListener("securitypolicyviolation", (event) => errors.push(event.violatedDirective));
    """

  private static func probe(_ steps: String) -> String {
    """
    (async () => {
      const result = {};
      const pause = () => new Promise((done) => setTimeout(done, 50));
      try {
        for (let i = 0; i < 400 && document.documentElement.dataset.charts !== "drawn"; i++) {
          await pause();
        }
        \(steps)
      } catch (error) {
        errors.push(String(error));
      }
      result.errors = errors;
      const bytes = new TextEncoder().encode(JSON.stringify(result));
      document.body.dataset.result = btoa(String.fromCharCode(...bytes));
    })();
    """
  }
}
