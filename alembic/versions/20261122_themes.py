"""rough runs, stability, repeated answers, drafts."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0002_themes'
down_revision = '0001_first_tables'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Rows that are there already get the defaults of the models.
    op.create_table('repeated_answer',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('likeness', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_repeated_answer_contribution_id_contribution')),
    sa.ForeignKeyConstraint(['run_id'], ['analysis_run.id'], name=op.f('fk_repeated_answer_run_id_analysis_run')),
    sa.PrimaryKeyConstraint('run_id', 'contribution_id', name=op.f('pk_repeated_answer'))
    )
    op.create_table('theme_draft',
    sa.Column('theme_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.Enum('asked', 'done', 'failed', name='draftstate', native_enum=False, length=32), nullable=False),
    sa.Column('label', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('summary', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('quotes', sa.JSON(), nullable=False),
    sa.Column('model', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
    sa.Column('problem', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['theme_id'], ['theme.id'], name=op.f('fk_theme_draft_theme_id_theme')),
    sa.PrimaryKeyConstraint('theme_id', name=op.f('pk_theme_draft'))
    )
    with op.batch_alter_table('analysis_run', schema=None) as batch_op:
        batch_op.add_column(sa.Column('rough', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('answers', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('quality', sa.JSON(), nullable=False, server_default='{}'))

    with op.batch_alter_table('cluster', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stability', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('persistence', sa.Float(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('main_group', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False, server_default=''))

    with op.batch_alter_table('theme', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stability', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('main_group', sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False, server_default=''))



def downgrade() -> None:
    with op.batch_alter_table('theme', schema=None) as batch_op:
        batch_op.drop_column('main_group')
        batch_op.drop_column('stability')

    with op.batch_alter_table('cluster', schema=None) as batch_op:
        batch_op.drop_column('main_group')
        batch_op.drop_column('persistence')
        batch_op.drop_column('stability')

    with op.batch_alter_table('analysis_run', schema=None) as batch_op:
        batch_op.drop_column('quality')
        batch_op.drop_column('answers')
        batch_op.drop_column('rough')

    op.drop_table('theme_draft')
    op.drop_table('repeated_answer')
