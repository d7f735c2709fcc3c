package org.leastaction.settings;

/** A setting that is unknown, missing, out of range, or of no use; the message is one sentence that names it. */
public final class SettingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String key;

    /** @param key the setting that is to blame; empty if it is not a single one */
    public SettingException(String key, String sentence) {
        super(sentence);
        this.key = key;
    }

    /** @param key the setting that is to blame; empty if it is not a single one */
    public SettingException(String key, String sentence, Throwable cause) {
        super(sentence, cause);
        this.key = key;
    }

    /** The setting that is to blame; empty if it is not a single one. */
    public String key() {
        return key;
    }
}
