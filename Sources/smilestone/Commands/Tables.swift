import Foundation
import Statistics

/// Results as text for a terminal.
enum Tables {
  static func percent(_ estimate: Estimate) -> String {
    String(
      format: "%.1f %% (%.1f to %.1f)", 100 * estimate.value, 100 * estimate.lower,
      100 * estimate.upper)
  }
}
