package org.leastaction.bench.study;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.leastaction.bench.data.DataSet;
import org.leastaction.flow.training.AutoencoderRun;
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
     * Checks everything that needs no data.
     *
     * @throws UnfitSettings if it is no autoencoder, or a setting is out of range or contradicts another
     */
    void check(Preparation preparation) throws UnfitSettings;

    /**
     * The data of one instance, or of a preparation.
     *
     * @throws IOException if they are unknown, missing, damaged or too few
     */
    DataSet data(Map<String, String> settings, long seed) throws IOException;

    /**
     * The training of an autoencoder.
     *
     * @throws UnfitSettings if the settings do not fit the data
     */
    AutoencoderRun autoencoder(Preparation preparation, DataSet data, long seed) throws UnfitSettings;

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
