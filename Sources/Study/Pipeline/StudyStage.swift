/// The stages of a study, by what they are called on the page and on the terminal.
package enum StudyStage: String, CaseIterable, Sendable {
  case faces = "Gathering faces"
  case age = "Training the age estimator"
  case estimation = "Estimating ages and sorting into age groups"
  case sorting = "Sorting into age groups"
  case audit = "Auditing the data for shortcuts"
  case expression = "Asking when the expression itself changes"
  case infant = "Training the infant model"
  case adult = "Training the adult model"
  case repetition = "Training both models again"
  case testing = "Testing both models on every age group"
  case inspection = "Inspecting both models"
}
