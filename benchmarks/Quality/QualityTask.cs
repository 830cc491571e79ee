namespace Matching.Benchmarks.Quality;

/// <summary>What is measured on one data set.</summary>
/// <param name="Folder">The data set's folder, by which it is found.</param>
/// <param name="Run">Yields the measured values.</param>
internal sealed record QualityTask(string Folder, Func<DataFolder, IEnumerable<QualityRow>> Run)
{
    /// <summary>All tasks, in the order in which they run.</summary>
    internal static IReadOnlyList<QualityTask> All { get; } =
    [
        new("swefaq", AuthorityAnswers.Measure),
        new("authorities", Authorities.Measure),
        new("reviewers", ReviewerExpertise.Measure),
        new("workplace-2013", WorkplaceMeetings.Measure),
        new("two-sided-answers", TwoSidedAnswers.Measure),
        new("community-attendance", CommunityAttendance.Measure),
        new("compounds", Compounds.Measure),
    ];
}
