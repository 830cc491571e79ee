using CsCheck;
using Matching.Api.Jobs;

namespace Matching.Api.Tests.Jobs;

public sealed class WorkerTests
{
    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(7, 1920)]
    [InlineData(8, 3600)]
    [InlineData(long.MaxValue, 3600)]
    public void The_pause_after_a_failure_is_half_a_minute_and_doubles_up_to_an_hour(long failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Worker.Pause(failures));

    [Fact]
    public void A_later_failure_never_waits_less() =>
        Gen.Long[1, 1_000].Sample(failures => Assert.True(Worker.Pause(failures) <= Worker.Pause(failures + 1)));

    [Fact]
    public void Two_workers_of_one_process_have_different_names_that_hold_its_number()
    {
        var (one, two) = (new Worker(TimeSpan.FromSeconds(1)), new Worker(TimeSpan.FromSeconds(1)));
        Assert.NotEqual(one.Name, two.Name);
        Assert.Contains($":{Environment.ProcessId}:", one.Name, StringComparison.Ordinal);
    }
}
