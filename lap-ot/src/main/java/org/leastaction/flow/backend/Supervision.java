package org.leastaction.flow.backend;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Time limits and remarks for the calls of untrusted backends.
 *
 * @param closing  time limit for closing a model; above 0
 * @param reminder time without progress after which a remark reports the wait; above 0. It doubles with every further
 *                 remark
 * @param timeout  time without progress after which a call is abandoned; empty for no limit. A pass or transport makes
 *                 progress with every block that it reports, any other call only when it ends
 *                 or, in a training, with every step
 * @param describing time limit for a call that only describes: the constructor of a plug-in, its name, version,
 *                 settings and help; above 0
 * @param remarks  receives sentences, on any thread
 */
public record Supervision(
        Duration closing, Duration reminder, Optional<Duration> timeout, Duration describing,
        Consumer<String> remarks) {

    private static final Duration USUAL_CLOSING = Duration.ofSeconds(10);
    private static final Duration USUAL_REMINDER = Duration.ofSeconds(10);
    /** Long enough for an engine that unpacks its native libraries before it reports its version. */
    private static final Duration USUAL_DESCRIBING = Duration.ofSeconds(60);

    /** @throws IllegalArgumentException if a duration is not above 0 */
    public Supervision {
        Objects.requireNonNull(remarks, "remarks");
        requirePositive("closing", closing);
        requirePositive("reminder", reminder);
        requirePositive("describing", describing);
        timeout.ifPresent(duration -> requirePositive("timeout", duration));
    }

    /** Closing for 10 s, a reminder after 10 s, no timeout, descriptions within 60 s. */
    public static Supervision of(Consumer<String> remarks) {
        return new Supervision(USUAL_CLOSING, USUAL_REMINDER, Optional.empty(), USUAL_DESCRIBING, remarks);
    }

    public Supervision withClosing(Duration newClosing) {
        return new Supervision(newClosing, reminder, timeout, describing, remarks);
    }

    public Supervision withReminder(Duration newReminder) {
        return new Supervision(closing, newReminder, timeout, describing, remarks);
    }

    public Supervision withTimeout(Optional<Duration> newTimeout) {
        return new Supervision(closing, reminder, newTimeout, describing, remarks);
    }

    private static void requirePositive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("the " + what + " of a supervision must be above 0, not " + duration);
        }
    }
}
