import Presentation
import Statistics

/// Results as text for a terminal.
enum Tables {
  static func percent(_ estimate: Estimate) -> String {
    "\(Format.share(estimate.value)) (\(Format.shareInterval(estimate)))"
  }
}
