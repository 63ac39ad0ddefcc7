import Faces
import Foundation
import Support
import Torch
import Training

/// The ages that an unfinished prediction has estimated so far, kept beside its output.
///
/// A line for each chunk of faces: the hash of their files' contents, then `age,standard deviation` of each. The
/// first line names the estimator, the device and the program's version; a log of others is not
/// used. A line that was cut off by the end of the process does not count.
public final class AgeEstimateLog {
  private let url: URL
  private let title: String
  private var lines: [String: Substring] = [:]

  /// Reads what an earlier prediction with the same output has left.
  /// - Throws: `SmilestoneError` when the model's file cannot be read.
  public init(forOutput output: URL, model: URL, device: Device) throws {
    url = output.appendingPathExtension("unfinished")
    title = "ages \(Smilestone.version) \(device) \(try ContentHash.sha256(ofFile: model))"
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return }
    let whole = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    guard whole.first.map(String.init) == title else { return }
    for line in whole.dropFirst() {
      guard let space = line.firstIndex(of: " ") else { continue }
      lines[String(line[..<space])] = line[line.index(after: space)...]
    }
  }

  /// The estimates of a chunk; nil where they are not all there.
  func estimates(of chunk: String, count: Int) -> [AgeEstimate]? {
    guard let line = lines[chunk] else { return nil }
    let estimates = line.split(separator: " ").compactMap { pair -> AgeEstimate? in
      let numbers = pair.split(separator: ",", omittingEmptySubsequences: false)
      guard numbers.count == 2, let age = Double(numbers[0]) else { return nil }
      var estimate = AgeEstimate(ageInYears: age)
      if !numbers[1].isEmpty {
        guard let deviation = Double(numbers[1]) else { return nil }
        estimate.standardDeviationInYears = deviation
      }
      return estimate
    }
    return estimates.count == count ? estimates : nil
  }

  /// Adds a chunk's estimates, to their last digit.
  /// - Throws: `SmilestoneError` when the log cannot be written.
  func append(_ estimates: [AgeEstimate], of chunk: String) throws {
    let pairs = estimates.map { estimate in
      "\(estimate.ageInYears),\(estimate.standardDeviationInYears.map { "\($0)" } ?? "")"
    }
    let line = "\(chunk) \(pairs.joined(separator: " "))\n"
    guard isOpen else {
      // The good lines of an earlier log, without its torn end.
      let kept = lines.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }
      try AtomicFile.write("\(title)\n\(kept.joined())\(line)", to: url)
      isOpen = true
      return
    }
    do {
      let handle = try FileHandle(forWritingTo: url)
      defer { try? handle.close() }
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(line.utf8))
    } catch {
      throw SmilestoneError.failed(
        "Cannot write \(url.path): \(error.localizedDescription).",
        remedy: "Free some space or choose another place, then run the command again.")
    }
  }

  private var isOpen = false

  /// Removes the log; the prediction is complete.
  public func remove() { try? FileManager.default.removeItem(at: url) }
}
