/// Each emotion's recall by age group: a view of the accuracies.
package enum RecallByEmotion: Analysis {
  package static let id = "emotions"
}
