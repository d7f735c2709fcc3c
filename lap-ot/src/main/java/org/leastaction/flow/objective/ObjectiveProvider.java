package org.leastaction.flow.objective;

import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;

/**
 * Makes an objective available by name on the command line and in study files. A plug-in lists its providers in {@code
 * META-INF/services/org.leastaction.flow.objective.ObjectiveProvider}. Constructing a provider must be cheap.
 */
public interface ObjectiveProvider {

    /** The objectives' {@link Objective#key() key}. */
    String key();

    /** One line for {@code --help} and error messages. */
    String help();

    /** The settings that {@link #create} reads, each with a default that does not depend on the data. */
    SettingSchema settings();

    /**
     * Creates the objective with these settings. Ranges have been checked, and settings that were not given have their
     * defaults.
     *
     * @throws IllegalArgumentException if settings contradict each other; the message is shown to the user
     */
    Objective create(Settings settings);
}
