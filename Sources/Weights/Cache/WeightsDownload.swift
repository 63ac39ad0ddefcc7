import Foundation
import FoundationNetworking
import Support

/// Downloads a file over HTTPS, continuing behind what an earlier attempt has written.
struct WeightsDownload {
  let source: String
  /// Whether the source, and where it redirects to, may be plain http.
  let allowsPlainHTTP: Bool
  /// The file's size; the download ends as soon as more has come.
  let byteCount: Int
  let title: String
  let observer: any ProgressObserver

  /// Seconds without a byte after which the connection counts as lost.
  private static let patienceInSeconds = 60.0

  /// Appends to the file what it still lacks.
  /// - Throws: `SmilestoneError.failed` that names the address and the remedy, what has come stays
  ///   in the file; `.badInput` where the source has a larger file.
  func run(into file: FileHandle) throws {
    guard let url = URL(string: source), schemes.contains(url.scheme?.lowercased() ?? "") else {
      throw SmilestoneError.usage(
        "\(source) is no https address.", remedy: "Give a --mirror that begins with https://.")
    }
    do {
      let existing = try file.seekToEnd()
      var outcome = request(url, from: existing, into: file)
      // What is there goes beyond the file at the source: it is something else.
      if outcome == .nothingThere { outcome = request(url, from: 0, into: file) }
      if case .failed(let reason) = outcome { throw failure(reason) }
      if outcome == .tooLarge {
        throw SmilestoneError.badInput(
          "\(source) is not the published file: it has more than \(byteCount) bytes.",
          remedy: "Fetch it from another --mirror, or from the publisher.")
      }
      try file.synchronize()
    } catch let error as SmilestoneError {
      throw error
    } catch {
      throw failure(error.localizedDescription)
    }
  }

  private var schemes: Set<String> { allowsPlainHTTP ? ["https", "http"] : ["https"] }

  private func failure(_ reason: String) -> SmilestoneError {
    .failed(
      "\(source) could not be fetched: \(reason).",
      remedy: "Check the network and run the command again, which continues where it stopped; or "
        + "fetch the file by other means and use `smilestone weights import`.")
  }

  private func request(_ url: URL, from start: UInt64, into file: FileHandle) -> Transfer.Outcome {
    var request = URLRequest(url: url, timeoutInterval: WeightsDownload.patienceInSeconds)
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if start > 0 { request.setValue("bytes=\(start)-", forHTTPHeaderField: "Range") }
    let transfer = Transfer(
      start: start, file: file, byteCount: UInt64(byteCount), schemes: schemes, title: title,
      observer: observer)
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 1
    let session = URLSession(
      configuration: .ephemeral, delegate: transfer, delegateQueue: queue)
    session.dataTask(with: request).resume()
    transfer.finished.wait()
    session.invalidateAndCancel()
    return transfer.outcome
  }
}

/// Writes one answer of the server into a file.
///
/// `@unchecked Sendable`: the session calls its delegate on one serial queue alone, and whoever
/// made the transfer reads `outcome` only after `finished`, which the last of those calls signals.
private final class Transfer: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  enum Outcome: Equatable {
    case complete
    /// The file is complete already.
    case nothingLeft
    /// The file is longer than the one at the source.
    case nothingThere
    /// The source has more than the published file.
    case tooLarge
    case failed(String)
  }

  let finished = DispatchSemaphore(value: 0)
  private(set) var outcome = Outcome.complete
  private let start: UInt64
  private let file: FileHandle
  private let byteCount: UInt64
  private let schemes: Set<String>
  private let title: String
  private let observer: any ProgressObserver
  /// Bytes in the file, and bytes that it will have; nil where the server does not say.
  private var written: UInt64 = 0
  private var total: UInt64?

  init(
    start: UInt64, file: FileHandle, byteCount: UInt64, schemes: Set<String>, title: String,
    observer: any ProgressObserver
  ) {
    self.start = start
    self.file = file
    self.byteCount = byteCount
    self.schemes = schemes
    self.title = title
    self.observer = observer
  }

  /// Follows the server to another address, unless that is less safe than the first.
  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping (URLRequest?) -> Void
  ) {
    if schemes.contains(request.url?.scheme?.lowercased() ?? "") {
      completionHandler(request)
    } else {
      outcome = .failed(
        "the server sends on to \(request.url?.absoluteString ?? ""), which is no https address")
      completionHandler(nil)
      task.cancel()
    }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    do {
      if outcome == .complete { outcome = try begin(response) }
    } catch {
      outcome = .failed(error.localizedDescription)
    }
    completionHandler(outcome == .complete ? .allow : .cancel)
  }

  /// Decides from the answer's head whether the body belongs into the file, and where.
  private func begin(_ response: URLResponse) throws -> Outcome {
    guard let response = response as? HTTPURLResponse else {
      return .failed("the answer is not HTTP")
    }
    let range = response.value(forHTTPHeaderField: "Content-Range") ?? ""
    switch response.statusCode {
    case 206 where range.hasPrefix("bytes \(start)-"):
      written = start
    case 416: return range == "bytes */\(start)" ? .nothingLeft : .nothingThere
    case 200:
      try file.truncate(atOffset: 0)
      written = 0
    default: return .failed("the server answers with status \(response.statusCode)")
    }
    let expected = response.expectedContentLength
    total = expected >= 0 ? written + UInt64(expected) : nil
    return total.map { $0 > byteCount } == true ? .tooLarge : .complete
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard outcome == .complete else { return }
    guard UInt64(data.count) <= byteCount - min(written, byteCount) else {
      outcome = .tooLarge
      return dataTask.cancel()
    }
    do {
      try file.write(contentsOf: data)
      written += UInt64(data.count)
      observer.update(
        ProgressUpdate(
          task: title, completed: Int(written / 1000), total: Int((total ?? written) / 1000),
          unit: "kB"))
    } catch {
      outcome = .failed(error.localizedDescription)
      dataTask.cancel()
    }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: Error?) {
    if outcome == .complete {
      if let error {
        outcome = .failed(error.localizedDescription)
      } else if let total, written != total {
        outcome = .failed("the connection ended after \(written) of \(total) bytes")
      }
    }
    finished.signal()
  }
}
