#pragma once

#include <QSize>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;

namespace calotype::ui {

class GenerationSettings;
class ModelList;

/// Chooses one of the models of the list, and says what it is.
class ModelPicker final : public QWidget
{
    Q_OBJECT

public:
    /// @param actions  further ways to a model, offered in a menu beside the list
    ModelPicker(GenerationSettings &settings, ModelList &models, const QList<QAction *> &actions,
                QWidget *parent = nullptr);

Q_SIGNALS:
    /// The chosen model was made for this size.
    void nativeSizeChanged(const QSize &size);

private:
    void takeList();
    void refresh();

    GenerationSettings &m_settings;
    ModelList &m_models;
    QComboBox *m_box;
    QLabel *m_detail;
};

} // namespace calotype::ui
