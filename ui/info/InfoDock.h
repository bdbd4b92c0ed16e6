#pragma once

#include "core/base/Error.h"
#include "ui/Background.h"
#include "ui/info/PictureFields.h"
#include "ui/info/PictureWords.h"

#include <QByteArray>
#include <QDockWidget>
#include <QImage>

#include <functional>
#include <optional>

class QAbstractItemModel;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace calotype::ui {

class GenerationSettings;

/// What a picture says of its making: a thumbnail, each field with a button that uses it, and the pictures that it was
/// made from. Files are read on a worker thread; of pictures that come quickly after each other only the last counts.
class InfoDock final : public QDockWidget
{
    Q_OBJECT

public:
    struct Parts {
        GenerationSettings &settings;
        /// The models that can be chosen: Qt::DisplayRole is the name, @c modelPathRole the path. ModelList is one.
        const QAbstractItemModel &models;
        int modelPathRole = Qt::UserRole;
        FieldReader readFields;
    };

    explicit InfoDock(const Parts &parts, QWidget *parent = nullptr);
    ~InfoDock() override;

    QString path() const { return m_path; }
    /// What is shown; empty while it is being read.
    const QList<ShownField> &fields() const { return m_fields; }

public Q_SLOTS:
    /// "": no picture.
    void showPicture(const QString &path);
    void useAll();
    void copyAll();

Q_SIGNALS:
    /// The present picture's words have been read, or could not be.
    void read();
    /// The user asks for the picture that this one was made from. @param hash  as PictureWords::parents has it
    void openParent(const QByteArray &hash);

private:
    struct Brought {
        Result<PictureWords> words;
        QImage thumbnail;
    };

    static Brought bring(const QString &path, const FieldReader &readFields);
    QWidget *makeContent();
    void begin();
    void take(Brought &&brought);
    void rebuild();
    void addParents();
    void use(const std::function<void(GenerationValues &)> &edit);

    Parts m_parts;
    QString m_path;
    bool m_isStale = false; ///< the one under way is not m_path any longer
    bool m_isReading = false;
    std::optional<PictureWords> m_words;
    QString m_fault; ///< why they could not be read
    QList<ShownField> m_fields;

    QLabel *m_thumbnail = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_note = nullptr;
    QPushButton *m_useAll = nullptr;
    QPushButton *m_copy = nullptr;
    QVBoxLayout *m_rowsLayout = nullptr;
    QWidget *m_rows = nullptr;
    Background m_background{1}; ///< last: ends first
};

} // namespace calotype::ui
