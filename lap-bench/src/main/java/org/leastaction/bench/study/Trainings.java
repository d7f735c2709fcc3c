package org.leastaction.bench.study;

import java.io.IOException;
import java.util.List;
import org.leastaction.bench.data.DataSet;
import org.leastaction.flow.training.TrainingRun;

/** Turns the settings of a cell into data and trainings. */
public interface Trainings {

    /** The keys that settings may have. */
    List<String> keys();

    /**
     * Checks everything that needs no data.
     *
     * @throws UnfitSettings if a setting is out of range or contradicts another
     */
    void check(StudyCell cell) throws UnfitSettings;

    /**
     * The data of one instance.
     *
     * @throws IOException if they are unknown, missing, damaged or too few
     */
    DataSet data(StudyCell cell, long seed) throws IOException;

    /**
     * The training of one instance.
     *
     * @throws UnfitSettings if the settings do not fit the data
     * @throws IOException   if a file that they name, such as an encoder's, cannot be read
     */
    TrainingRun run(StudyCell cell, DataSet data, long seed) throws UnfitSettings, IOException;

    /** Settings that make no training. */
    final class UnfitSettings extends Exception {

        private static final long serialVersionUID = 1L;

        private final String key;

        /**
         * @param key      the setting that is to blame; empty if it is several
         * @param sentence what is wrong and what would be right
         */
        public UnfitSettings(String key, String sentence, Throwable cause) {
            super(sentence, cause);
            this.key = key;
        }

        /** The setting that is to blame; empty if it is several. */
        public String key() {
            return key;
        }
    }
}
