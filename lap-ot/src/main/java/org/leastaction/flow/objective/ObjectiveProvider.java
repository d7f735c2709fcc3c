package org.leastaction.flow.objective;

import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;

/**
 * Makes an objective available by its name, on the command line and in study files. A plug-in names its providers in
 * {@code META-INF/services/org.leastaction.flow.objective.ObjectiveProvider}. Constructing one is cheap.
 */
public interface ObjectiveProvider {

    /** The objectives' {@link Objective#key() key}. */
    String key();

    /** One line for {@code --help} and error messages. */
    String help();

    /** The settings that {@link #create} reads, each with a default that holds for all data. */
    SettingSchema settings();

    /**
     * The objective of these settings. Ranges have been checked, and what was not given has its default.
     *
     * @throws IllegalArgumentException if settings contradict each other; the message becomes the user's
     */
    Objective create(Settings settings);
}
